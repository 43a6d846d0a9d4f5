package describe

import (
	"strings"

	"github.com/sgscope/sgscope/model"
)

// blockPublicAccess reads VpcBlockPublicAccessOptions: one object, or a list of them where a saved
// snapshot holds several accounts or Regions.
func (r *reader) blockPublicAccess(_, v value) {
	list := []value{v}
	if v.kind == array {
		list = r.only(v, "item", object)
	}
	for _, v := range list {
		if v.kind != object {
			r.fault(v, "want an object, found %s", v.kind)
			continue
		}
		x := model.BlockPublicAccess{
			Account:    r.str(v, "AwsAccountId"),
			Region:     r.str(v, "AwsRegion"),
			Mode:       model.BlockMode(r.str(v, "InternetGatewayBlockMode")),
			State:      r.str(v, "State"),
			ManagedBy:  r.str(v, "ManagedBy"),
			Exclusions: r.str(v, "ExclusionsAllowed"),
		}
		if !r.saved {
			x.Account, x.Region = first(x.Account, r.place.account), first(x.Region, r.place.region)
		}
		r.found.blocks[x.Key()] = x
	}
}

// exclusions reads VpcBlockPublicAccessExclusions.
func (r *reader) exclusions(_, list value) {
	r.each(list, "ExclusionId", func(v value, id string) {
		resource := r.str(v, "ResourceArn")
		w := r.where(v, arn(resource))
		x := model.BlockExclusion{
			ID:       id,
			Owner:    w.account,
			Region:   w.region,
			Mode:     model.ExclusionMode(r.str(v, "InternetGatewayExclusionMode")),
			ARN:      resource,
			Resource: resource[strings.LastIndexByte(resource, '/')+1:],
			State:    r.str(v, "State"),
			Tags:     r.tags(v, "Tags"),
		}
		x.Name = r.name(v, x.Tags)
		r.found.exclusions[id] = x
	})
}

// associations reads SecurityGroupVpcAssociations.
func (r *reader) associations(_, list value) {
	r.each(list, "GroupId", func(v value, group string) {
		x := model.GroupAssociation{
			Group:      group,
			VPC:        r.str(v, "VpcId"),
			GroupOwner: r.str(v, "GroupOwnerId"),
			VPCOwner:   r.str(v, "VpcOwnerId"),
			Region:     r.where(v).region,
			State:      r.str(v, "State"),
			Reason:     r.str(v, "StateReason"),
		}
		r.found.associations[x.Key()] = x
	})
}

// staleGroups reads StaleSecurityGroupSet.
func (r *reader) staleGroups(_, list value) {
	r.each(list, "GroupId", func(v value, id string) {
		x := model.StaleGroup{
			ID:     id,
			Name:   r.str(v, "GroupName"),
			VPC:    r.str(v, "VpcId"),
			Region: r.where(v).region,
		}
		seen := map[model.Rule]bool{}
		x.Rules = r.permissions(x.Rules, seen, model.Ingress, r.objects(v, "StaleIpPermissions"))
		x.Rules = r.permissions(x.Rules, seen, model.Egress, r.objects(v, "StaleIpPermissionsEgress"))
		r.found.stale[id] = x
	})
}

// emrPublicAccess reads EMR's BlockPublicAccessConfiguration: one object, or a list of them where a
// saved snapshot holds several accounts or Regions. A range without an end is the one port that it
// begins with: what else it could mean AWS does not say.
func (r *reader) emrPublicAccess(doc, v value) {
	list := []value{v}
	if v.kind == array {
		list = r.only(v, "item", object)
	}
	for _, v := range list {
		if v.kind != object {
			r.fault(v, "want an object, found %s", v.kind)
			continue
		}
		x := model.PublicAccess{
			Account: r.str(v, "AwsAccountId"), Region: r.str(v, "AwsRegion"),
			Blocks: r.flag(v, "BlockPublicSecurityGroupRules"), ChangedBy: r.str(v, "CreatedByArn"),
		}
		if !r.saved {
			x.Account, x.Region = first(x.Account, r.place.account), first(x.Region, r.place.region)
			x.ChangedBy = r.str(r.object(doc, "BlockPublicAccessConfigurationMetadata"), "CreatedByArn")
		}
		for _, p := range r.objects(v, "PermittedPublicSecurityGroupRuleRanges") {
			from, hasFrom := r.num(p, "MinRange")
			to, hasTo := r.num(p, "MaxRange")
			if !hasTo {
				to = from
			}
			if hasFrom && 0 <= from && from <= to && to <= 65535 {
				x.Permitted = append(x.Permitted, model.PortRange{First: uint16(from), Last: uint16(to)})
			}
		}
		r.found.emrAccess[x.Key()] = x
	}
}
