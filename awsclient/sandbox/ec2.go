package sandbox

import (
	"net/http"
	"strings"
)

const (
	ec2Namespace = "http://ec2.amazonaws.com/doc/2016-11-15/"
	stsNamespace = "https://sts.amazonaws.com/doc/2011-06-15/"
	iamNamespace = "https://iam.amazonaws.com/doc/2010-05-08/"
	contentXML   = "text/xml;charset=UTF-8"
	xmlHeader    = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"
)

// call is one query action under way. It runs under the Account's lock.
type call struct {
	*world
	q      *params
	x      *xmlWriter
	action string
	dry    bool
}

// effect says whether an action changes anything.
type effect int

const (
	reading effect = iota
	writing
)

// action is one operation of a query API: the parameters it takes ("#" for a number) and what it does. A
// read's dry run is answered before it runs; a write looks first whether its request makes sense.
type action struct {
	run    func(*call) error
	does   effect
	params map[string]bool
}

// listingParams is what most Describe actions take.
const listingParams = "Filter.#.Name Filter.#.Value.# MaxResults NextToken "

// ec2Actions is everything that the sandbox's EC2 can do.
func ec2Actions() map[string]action {
	const (
		tagSpec = "TagSpecification.#.ResourceType TagSpecification.#.Tag.#.Key TagSpecification.#.Tag.#.Value "
		perms   = "GroupId GroupName IpPermissions.#.IpProtocol IpPermissions.#.FromPort IpPermissions.#.ToPort " +
			"IpPermissions.#.IpRanges.#.CidrIp IpPermissions.#.IpRanges.#.Description " +
			"IpPermissions.#.Ipv6Ranges.#.CidrIpv6 IpPermissions.#.Ipv6Ranges.#.Description " +
			"IpPermissions.#.PrefixListIds.#.PrefixListId IpPermissions.#.PrefixListIds.#.Description " +
			"IpPermissions.#.Groups.#.GroupId IpPermissions.#.Groups.#.GroupName IpPermissions.#.Groups.#.UserId " +
			"IpPermissions.#.Groups.#.Description IpPermissions.#.Groups.#.VpcId IpPermissions.#.Groups.#.PeeringStatus " +
			"IpPermissions.#.Groups.#.VpcPeeringConnectionId "
		flat = "CidrIp FromPort ToPort IpProtocol SourceSecurityGroupName SourceSecurityGroupOwnerId "
		edit = "SecurityGroupRule.#.SecurityGroupRuleId SecurityGroupRule.#.SecurityGroupRule."
	)
	m := map[string]action{}
	read := func(name, params string, run func(*call) error) { m[name] = newAction(run, reading, params) }
	write := func(name, params string, run func(*call) error) { m[name] = newAction(run, writing, params) }

	read("DescribeVpcs", listingParams+"VpcId.#", describeVPCs)
	read("DescribeSubnets", listingParams+"SubnetId.#", describeSubnets)
	read("DescribeSecurityGroups", listingParams+"GroupId.# GroupName.#", describeGroups)
	read("DescribeSecurityGroupRules", listingParams+"SecurityGroupRuleId.#", describeRules)
	read("DescribeNetworkInterfaces", listingParams+"NetworkInterfaceId.# IncludeManagedResources", describeInterfaces)
	read("DescribeInstances", listingParams+"InstanceId.# IncludeManagedResources", describeInstances)
	read("DescribeRegions", "Filter.#.Name Filter.#.Value.# RegionName.# AllRegions", describeRegions)
	read("DescribeTags", listingParams, describeTags)
	networkReads(read)
	read("DescribeSecurityGroupVpcAssociations", listingParams, describeAssociations)
	read("GetSecurityGroupsForVpc", listingParams+"VpcId", groupsForVPC)
	read("DescribeStaleSecurityGroups", "MaxResults NextToken VpcId", describeStaleGroups)
	read("DescribeSecurityGroupReferences", "GroupId.#", describeReferences)

	write("CreateSecurityGroup", tagSpec+"GroupName GroupDescription VpcId", createGroup)
	write("DeleteSecurityGroup", "GroupId GroupName", deleteGroup)
	write("AuthorizeSecurityGroupIngress", perms+flat+tagSpec, authorize(ingress))
	write("AuthorizeSecurityGroupEgress", perms+flat+tagSpec, authorize(egress))
	write("RevokeSecurityGroupIngress", perms+flat+"SecurityGroupRuleId.#", revoke(ingress))
	write("RevokeSecurityGroupEgress", perms+flat+"SecurityGroupRuleId.#", revoke(egress))
	write("ModifySecurityGroupRules", "GroupId "+edit+"IpProtocol "+edit+"FromPort "+edit+"ToPort "+edit+"CidrIpv4 "+
		edit+"CidrIpv6 "+edit+"PrefixListId "+edit+"ReferencedGroupId "+edit+"Description", modifyRules)
	described := perms + "SecurityGroupRuleDescription.#.SecurityGroupRuleId SecurityGroupRuleDescription.#.Description"
	write("UpdateSecurityGroupRuleDescriptionsIngress", described, describeRulesAnew(ingress))
	write("UpdateSecurityGroupRuleDescriptionsEgress", described, describeRulesAnew(egress))
	write("CreateTags", "ResourceId.# Tag.#.Key Tag.#.Value", createTags)
	write("DeleteTags", "ResourceId.# Tag.#.Key Tag.#.Value", deleteTags)
	return m
}

// networkReads adds the actions that read the network around the groups.
func networkReads(read func(name, params string, run func(*call) error)) {
	read("DescribeRouteTables", listingParams+"RouteTableId.#", describeRouteTables)
	read("DescribeNetworkAcls", listingParams+"NetworkAclId.#", describeACLs)
	read("DescribeInternetGateways", listingParams+"InternetGatewayId.#", describeInternetGateways)
	read("DescribeEgressOnlyInternetGateways", listingParams+"EgressOnlyInternetGatewayId.#", describeEgressOnlyGateways)
	read("DescribeNatGateways", listingParams+"NatGatewayId.#", describeNATGateways)
	read("DescribeVpcEndpoints", listingParams+"VpcEndpointId.#", describeEndpoints)
	read("DescribeVpcPeeringConnections", listingParams+"VpcPeeringConnectionId.#", describePeerings)
	read("DescribeManagedPrefixLists", listingParams+"PrefixListId.#", describePrefixLists)
	read("GetManagedPrefixListEntries", "MaxResults NextToken PrefixListId TargetVersion", getPrefixListEntries)
	read("DescribeAddresses", "Filter.#.Name Filter.#.Value.# AllocationId.#", describeAddresses)
	read("DescribeVpcBlockPublicAccessOptions", "", describeVPCBlock)
	read("DescribeVpcBlockPublicAccessExclusions", listingParams+"ExclusionId.#", describeVPCBlockExclusions)
	read("DescribeTransitGateways", listingParams+"TransitGatewayIds.#", describeTransitGateways)
	attachments := listingParams + "TransitGatewayAttachmentIds.#"
	read("DescribeTransitGatewayAttachments", attachments, describeTransitAttachments)
	read("DescribeTransitGatewayVpcAttachments", attachments, describeTransitVPCAttachments)
	read("DescribeTransitGatewayRouteTables", listingParams+"TransitGatewayRouteTableIds.#", describeTransitTables)
	read("SearchTransitGatewayRoutes", listingParams+"TransitGatewayRouteTableId", searchTransitRoutes)
	read("GetTransitGatewayRouteTablePropagations", listingParams+"TransitGatewayRouteTableId", transitPropagations)
}

func newAction(run func(*call) error, does effect, names string) action {
	a := action{run: run, does: does, params: map[string]bool{"Action": true, "Version": true, "DryRun": true}}
	for n := range strings.FieldsSeq(names) {
		a.params[n] = true
	}
	return a
}

// answerQuery answers an EC2 or STS request.
func (a *Account) answerQuery(s scope, query, body string) reply {
	service := s.service
	q, err := parseParams(query, body)
	name := q.get("Action")
	if service == "" {
		service = "ec2"
		switch q.get("Version") {
		case "2011-06-15":
			service = "sts"
		case "2010-05-08":
			service = "iam"
		}
	}
	var fault *Fault
	if err == nil && name != "" {
		fault = a.received(service + ":" + name)
	}

	a.mu.Lock()
	defer a.mu.Unlock()
	c := &call{world: a.worldOf(s), q: q, x: &xmlWriter{}, action: name}
	switch {
	case err != nil:
	case fault != nil && !fault.Lost:
		err = faultError(fault, service+":"+name, c.world)
	case service == "sts":
		err = c.runSTS()
	case service == "iam":
		err = c.runIAM()
	default:
		err = c.runEC2(a.actions[name])
	}
	id := a.world.ids.request()
	if err != nil {
		return errorXML(service, id, err)
	}
	ans := c.reply(service, id)
	ans.lost = fault != nil && fault.Lost
	return ans
}

func namespaceOf(service string) string {
	if service == "iam" {
		return iamNamespace
	}
	return stsNamespace
}

// reply wraps what the action wrote as its service does.
func (c *call) reply(service, id string) reply {
	out := &xmlWriter{}
	open := func(namespace string) {
		out.buf.WriteString(xmlHeader + "<" + c.action + `Response xmlns="` + namespace + `">`)
	}
	if service == "sts" || service == "iam" {
		open(namespaceOf(service))
		out.buf.Write(c.x.buf.Bytes())
		out.in("ResponseMetadata", func() { out.text("RequestId", id) })
	} else {
		open(ec2Namespace)
		out.text("requestId", id)
		out.buf.Write(c.x.buf.Bytes())
	}
	out.buf.WriteString("</" + c.action + "Response>")
	return reply{status: http.StatusOK, contentType: contentXML, requestID: id, body: out.buf.Bytes()}
}

// worldOf is the account's world in its own Region, and an empty one elsewhere.
func (a *Account) worldOf(s scope) *world {
	// IAM is one for all Regions, and signed for the first of its partition.
	if s.region == a.world.region || s.service == "iam" {
		return a.world
	}
	w := a.world
	out := &world{
		account: w.account, region: s.region, partition: w.partition, callerARN: w.callerARN, callerID: w.callerID,
		now: w.now, ids: w.ids, groupByID: map[string]*group{}, bpa: defaultPublicAccess(), regions: w.regions,
	}
	if r := first(w.regions, func(r *region) bool { return r.name == s.region }); r != nil {
		out.bpa = r.bpa
	}
	return out
}

// runEC2 checks what holds for every action, then runs this one. Its zero value is one that EC2 does not have.
func (c *call) runEC2(a action) error {
	if c.action == "" {
		return refuse("MissingAction", "The request must contain the parameter Action")
	}
	if a.run == nil {
		return refuse("InvalidAction", "The action %s is not valid for this web service.", c.action)
	}
	if bad := c.q.stray(a.params); bad != "" {
		return refuse("UnknownParameter", "The parameter %s is not recognized", bad)
	}
	var err error
	if c.dry, err = c.q.flag("DryRun"); err != nil {
		return err
	}
	if a.does == reading {
		if err := c.dryRun(); err != nil {
			return err
		}
	}
	return a.run(c)
}

// dryRun refuses where the caller only asked whether it may: success is an error too.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonParameters.html
func (c *call) dryRun() error {
	if !c.dry {
		return nil
	}
	return &apiError{
		http.StatusPreconditionFailed, "DryRunOperation",
		"Request would have succeeded, but DryRun flag is set.",
	}
}
