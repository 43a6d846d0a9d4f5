package awsclient

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/sgscope/sgscope/model"
)

// groupOf translates a group, one rule for one peer. What it cannot read is left out and named in the error,
// because a group with a rule missing must not pass for one that was read whole.
func groupOf(sg types.SecurityGroup, region string) (model.Group, error) {
	g := model.Group{
		ID:          aws.ToString(sg.GroupId),
		Name:        aws.ToString(sg.GroupName),
		Description: aws.ToString(sg.Description),
		VPC:         aws.ToString(sg.VpcId),
		Owner:       aws.ToString(sg.OwnerId),
		Region:      region,
		Tags:        tagsOf(sg.Tags),
	}
	var bad []error
	for _, p := range sg.IpPermissions {
		rules, err := rulesOf(model.Ingress, p, g)
		g.Rules, bad = append(g.Rules, rules...), append(bad, err)
	}
	for _, p := range sg.IpPermissionsEgress {
		rules, err := rulesOf(model.Egress, p, g)
		g.Rules, bad = append(g.Rules, rules...), append(bad, err)
	}
	return g, errors.Join(bad...)
}

// rulesOf expands one permission, which may name any number of peers of all kinds.
func rulesOf(d model.Direction, p types.IpPermission, of model.Group) ([]model.GroupRule, error) {
	var out []model.GroupRule
	var bad []error
	add := func(peer model.Peer, err error, description *string, ref model.Reference) {
		if err == nil {
			var r model.Rule
			if r, err = ruleOf(d, p.IpProtocol, p.FromPort, p.ToPort, peer); err == nil {
				out = append(out, model.GroupRule{Rule: r, Description: aws.ToString(description), Ref: ref})
				return
			}
		}
		bad = append(bad, fmt.Errorf("read %s rule of %s: %w", d, of.ID, err))
	}
	for _, r := range p.IpRanges {
		peer, err := blockOf(r.CidrIp)
		add(peer, err, r.Description, model.Reference{})
	}
	for _, r := range p.Ipv6Ranges {
		peer, err := blockOf(r.CidrIpv6)
		add(peer, err, r.Description, model.Reference{})
	}
	for _, l := range p.PrefixListIds {
		peer, err := peerOf(model.PeerPrefixList, l.PrefixListId)
		add(peer, err, l.Description, model.Reference{})
	}
	for _, u := range p.UserIdGroupPairs {
		peer, err := peerOf(model.PeerGroup, u.GroupId)
		add(peer, err, u.Description, referenceOf(of, u.UserId, u.VpcId, u.VpcPeeringConnectionId, u.PeeringStatus))
	}
	return out, errors.Join(bad...)
}

func ruleOf(d model.Direction, protocol *string, from, to *int32, peer model.Peer) (model.Rule, error) {
	p, err := model.ParseProtocol(aws.ToString(protocol))
	if err != nil {
		return model.Rule{}, fmt.Errorf("translate: %w", err)
	}
	// EC2 leaves both ports out where it looks at none, and icmpv6 may come without them.
	first, last := -1, -1
	if from != nil && to != nil {
		first, last = int(*from), int(*to)
	}
	r, err := model.NewRule(d, p, first, last, peer)
	if err != nil {
		return model.Rule{}, fmt.Errorf("translate: %w", err)
	}
	return r, nil
}

func blockOf(cidr *string) (model.Peer, error) {
	p, err := netip.ParsePrefix(aws.ToString(cidr))
	if err != nil {
		return model.Peer{}, fmt.Errorf("parse block: %w", err)
	}
	return model.CIDRPeer(p), nil
}

func peerOf(kind model.PeerKind, id *string) (model.Peer, error) {
	if aws.ToString(id) == "" {
		return model.Peer{}, fmt.Errorf("%s without an id", kind)
	}
	return model.Peer{Kind: kind, ID: *id}, nil
}

// referenceOf keeps what EC2 says of a referenced group only where that group is elsewhere. EC2 names the
// owner of every referenced group, the own account's too.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UserIdGroupPair.html
func referenceOf(of model.Group, account, vpc, peering, state *string) model.Reference {
	ref := model.Reference{Peering: aws.ToString(peering), PeerState: aws.ToString(state)}
	if a := aws.ToString(account); a != of.Owner {
		ref.Account = a
	}
	if v := aws.ToString(vpc); v != of.VPC {
		ref.VPC = v
	}
	return ref
}

// ruleEntryOf translates one answer of DescribeSecurityGroupRules, which is already one rule with one peer.
func ruleEntryOf(r types.SecurityGroupRule, of model.Group) (model.GroupRule, error) {
	d := model.Ingress
	if aws.ToBool(r.IsEgress) {
		d = model.Egress
	}
	var peer model.Peer
	var err error
	var ref model.Reference
	switch {
	case r.CidrIpv4 != nil:
		peer, err = blockOf(r.CidrIpv4)
	case r.CidrIpv6 != nil:
		peer, err = blockOf(r.CidrIpv6)
	case r.PrefixListId != nil:
		peer, err = peerOf(model.PeerPrefixList, r.PrefixListId)
	case r.ReferencedGroupInfo != nil:
		i := r.ReferencedGroupInfo
		peer, err = peerOf(model.PeerGroup, i.GroupId)
		ref = referenceOf(of, i.UserId, i.VpcId, i.VpcPeeringConnectionId, i.PeeringStatus)
	}
	if err != nil {
		return model.GroupRule{}, err
	}
	rule, err := ruleOf(d, r.IpProtocol, r.FromPort, r.ToPort, peer)
	if err != nil {
		return model.GroupRule{}, err
	}
	return model.GroupRule{
		Rule: rule, ID: aws.ToString(r.SecurityGroupRuleId), Description: aws.ToString(r.Description),
		Tags: tagsOf(r.Tags), Ref: ref,
	}, nil
}

// withEntries gives the group with the ids, descriptions and tags that entries have for its rules. The
// group's own listing says which rules there are; an entry that it lacks is younger or older, and left out.
func withEntries(g model.Group, entries []types.SecurityGroupRule) model.Group {
	known := make(map[model.Rule]model.GroupRule, len(entries))
	for _, e := range entries {
		if aws.ToString(e.GroupId) != g.ID {
			continue
		}
		if entry, err := ruleEntryOf(e, g); err == nil {
			known[entry.Rule] = entry
		}
	}
	rules := make([]model.GroupRule, len(g.Rules))
	for i, have := range g.Rules {
		rules[i] = have
		entry, ok := known[have.Rule]
		if !ok {
			continue
		}
		rules[i].ID, rules[i].Tags = entry.ID, entry.Tags
		if entry.Description != "" {
			rules[i].Description = entry.Description
		}
		if have.Ref == (model.Reference{}) {
			rules[i].Ref = entry.Ref
		}
	}
	g.Rules = rules
	return g
}

// permissionOf is the way back: one rule as the permission that EC2 takes, its one peer with a description.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
func permissionOf(r model.Rule, description string) types.IpPermission {
	p := types.IpPermission{IpProtocol: aws.String(r.Protocol.API())}
	if from, to, wanted := r.APIPorts(); wanted {
		p.FromPort, p.ToPort = aws.Int32(int32(from)), aws.Int32(int32(to)) //nolint:gosec // At most 65535.
	}
	var text *string
	if description != "" {
		text = &description
	}
	switch r.Peer.Kind {
	case model.PeerNone:
	case model.PeerCIDR:
		cidr := r.Peer.Prefix.String()
		if r.Peer.Prefix.Addr().Is4() {
			p.IpRanges = []types.IpRange{{CidrIp: &cidr, Description: text}}
		} else {
			p.Ipv6Ranges = []types.Ipv6Range{{CidrIpv6: &cidr, Description: text}}
		}
	case model.PeerGroup:
		p.UserIdGroupPairs = []types.UserIdGroupPair{{GroupId: aws.String(r.Peer.ID), Description: text}}
	case model.PeerPrefixList:
		p.PrefixListIds = []types.PrefixListId{{PrefixListId: aws.String(r.Peer.ID), Description: text}}
	}
	return p
}

func tagsOf(tags []types.Tag) model.Tags {
	if len(tags) == 0 {
		return nil
	}
	out := make([]model.Tag, 0, len(tags))
	for _, t := range tags {
		out = append(out, model.Tag{Key: aws.ToString(t.Key), Value: aws.ToString(t.Value)})
	}
	return model.NewTags(out...)
}

// accountOf gives the account of an ARN, and partitionOf its partition; "" for what is no ARN.
//
// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
func accountOf(arn string) string { return arnPart(arn, 4) }

func partitionOf(arn string) string { return arnPart(arn, 1) }

func arnPart(arn string, n int) string {
	if part := strings.SplitN(arn, ":", 6); len(part) == 6 && part[0] == "arn" {
		return part[n]
	}
	return ""
}
