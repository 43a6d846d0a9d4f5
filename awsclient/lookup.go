package awsclient

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/sgscope/sgscope/model"
)

type ec2Filter = types.Filter

// perFilter is how many values one filter is given. How many EC2 takes is not documented; 200 are known to
// be refused beyond.
const perFilter = 100

func batches(ids []string) [][]string { return slices.Collect(slices.Chunk(ids, perFilter)) }

// emrNames are how the names of groups begin that EMR makes by itself. AWS's are legacy spellings; copies of
// them made by templates carry a suffix.
//
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-security-groups.html
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html
func emrNames() []string {
	return []string{
		"defaultenginesecuritygroup", "defaultworkspacesecuritygroup", "elasticmapreduce", "emr-containers-lb-",
	}
}

// isEMRs reports whether name or tag say that the group belongs to EMR.
func isEMRs(g model.Group) bool {
	if _, tagged := g.Tags.Get(model.TagEMR); tagged {
		return true
	}
	name := strings.ToLower(g.Name)
	return slices.ContainsFunc(emrNames(), func(start string) bool { return strings.HasPrefix(name, start) })
}

// readNamed reads what the listings named: groups that they lack, and the rule ids of groups that matter.
func (l *load) readNamed(ctx context.Context) {
	matter := l.namedGroups()
	l.lookUp(ctx, matter)
	s := l.snapshot()
	for g := range s.Groups() {
		if isEMRs(g) {
			matter = append(matter, g.ID)
		}
	}
	matter = unique(matter)
	peers := referenced(s, matter)
	l.lookUp(ctx, peers)
	l.readRuleIDs(ctx, unique(append(matter, peers...)))
}

func (l *load) snapshot() model.Snapshot {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Snapshot()
}

// namedGroups gives the ids that Studios, clusters, endpoints and applications name.
func (l *load) namedGroups() []string {
	s := l.snapshot()
	var ids []string
	for st := range s.Studios() {
		ids = append(ids, st.Workspace, st.Engine)
	}
	for c := range s.Clusters() {
		ids = append(ids, c.Groups()...)
	}
	for v := range s.VirtualClusters() {
		ids = append(ids, v.Groups()...)
	}
	for e := range s.ManagedEndpoints() {
		ids = append(ids, e.Groups()...)
	}
	for a := range s.ServerlessApps() {
		ids = append(ids, a.Groups...)
	}
	return unique(ids)
}

// referenced gives the ids that rules of the groups name, those of other accounts left out: this account
// sees no such group, so that an empty answer would say nothing about it.
func referenced(s model.Snapshot, groups []string) []string {
	home := s.Origin().Caller.Account
	var ids []string
	for _, id := range groups {
		g, ok := s.Group(id)
		if !ok || home != "" && g.Owner != "" && g.Owner != home {
			continue
		}
		for _, r := range g.Rules {
			if r.Rule.Peer.Kind == model.PeerGroup && (r.Ref.Account == "" || r.Ref.Account == home) {
				ids = append(ids, r.Rule.Peer.ID)
			}
		}
	}
	return unique(ids)
}

func unique(ids []string) []string {
	out := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == "" })
	slices.Sort(out)
	return slices.Compact(out)
}

// lookUp asks for groups by id where the listing lacks them. By filter: naming an id that is not there is an
// error, an empty answer to a filter is a fact. What is refused stays unknown.
func (l *load) lookUp(ctx context.Context, ids []string) {
	if len(ids) == 0 || l.reading(model.PartGroups).State == model.ReadFailed {
		return // the same call again would be answered the same
	}
	s := l.snapshot()
	lacking := slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		return s.GroupPresence(id) != model.NotKnown
	})
	each(batches(lacking), func(some []string) {
		found, err := l.groupsByID(ctx, some)
		if err != nil {
			return
		}
		l.add(func(b *model.Builder) {
			b.AddGroup(found...)
			for _, id := range some {
				if _, ok := b.Group(id); !ok {
					b.MarkGone(id)
				}
			}
		})
	})
}

func (l *load) groupsByID(ctx context.Context, ids []string) ([]model.Group, error) {
	from := ec2.NewDescribeSecurityGroupsPaginator(l.r.ec2,
		&ec2.DescribeSecurityGroupsInput{
			MaxResults: l.r.opts.page(), Filters: []types.Filter{filter("group-id", ids...)},
		},
		func(o *ec2.DescribeSecurityGroupsPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	var found []model.Group
	_, err := pages(ctx, l, model.PartGroups, callDescribeSecurityGroups, from, l.ec2With,
		func(page *ec2.DescribeSecurityGroupsOutput) error {
			groups, bad := groupsOf(page.SecurityGroups, l.r.region)
			found = append(found, groups...)
			if bad != nil {
				l.distrust(failureOf("", "", bad))
			}
			return nil
		})
	return found, err
}

// distrust takes back that the groups were read whole.
func (l *load) distrust(f model.Failure) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.readings[model.PartGroups].State == model.ReadWhole {
		l.mark(model.PartGroups, l.scope(), model.Reading{State: model.ReadPartly, Failure: f})
	}
}

// readRuleIDs reads ids, descriptions and tags of the rules of the groups. It is a second call that knows no
// VPC, so it is made for groups that matter and not for thousands.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroupRules.html
func (l *load) readRuleIDs(ctx context.Context, ids []string) {
	s := l.snapshot()
	ids = slices.DeleteFunc(ids, func(id string) bool { return s.GroupPresence(id) != model.Present })
	if len(ids) == 0 && l.reading(model.PartGroups).State < model.ReadPartly {
		return
	}
	var answered faults
	each(batches(ids), func(some []string) {
		entries, err := l.ruleEntries(ctx, some)
		answered.note(err)
		l.page(model.PartRuleIDs, "", func(b *model.Builder) {
			for _, id := range some {
				if g, ok := b.Group(id); ok {
					b.AddGroup(withEntries(g, entries[id]))
				}
			}
		})
	})
	l.settled(model.PartRuleIDs, "", answered.reading())
}

// ruleEntries gives the entries that came, by group, and why they are not all.
func (l *load) ruleEntries(ctx context.Context, ids []string) (map[string][]types.SecurityGroupRule, error) {
	from := ec2.NewDescribeSecurityGroupRulesPaginator(l.r.ec2,
		&ec2.DescribeSecurityGroupRulesInput{
			MaxResults: l.r.opts.page(), Filters: []types.Filter{filter("group-id", ids...)},
		},
		func(o *ec2.DescribeSecurityGroupRulesPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	entries := map[string][]types.SecurityGroupRule{}
	var mu sync.Mutex
	_, err := pages(ctx, l, model.PartRuleIDs, callDescribeSecurityGroupRules, from, l.ec2With,
		func(page *ec2.DescribeSecurityGroupRulesOutput) error {
			mu.Lock()
			defer mu.Unlock()
			for _, r := range page.SecurityGroupRules {
				id := aws.ToString(r.GroupId)
				entries[id] = append(entries[id], r)
			}
			return nil
		})
	return entries, err
}
