package describe_test

import (
	"errors"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/sgscope/sgscope/awsclient/describe"
	"github.com/sgscope/sgscope/model"
)

// tree makes a file system of path, content, path, content, ….
func tree(pathsAndTexts ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(pathsAndTexts); i += 2 {
		fsys[pathsAndTexts[i]] = &fstest.MapFile{Data: []byte(pathsAndTexts[i+1])}
	}
	return fsys
}

// read reads the files and wants no problem.
func read(t *testing.T, pathsAndTexts ...string) model.Snapshot {
	t.Helper()
	s, err := describe.ReadFS(tree(pathsAndTexts...), ".")
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	return s
}

// readBad reads the files and gives the problems, one line each.
func readBad(t *testing.T, pathsAndTexts ...string) (model.Snapshot, []string) {
	t.Helper()
	s, err := describe.ReadFS(tree(pathsAndTexts...), ".")
	var m *describe.Malformed
	if err != nil && !errors.As(err, &m) {
		t.Fatalf("read: %v", err)
	}
	if m == nil {
		return s, nil
	}
	return s, strings.Split(m.Error(), "\n")
}

// same compares snapshots by everything that their accessors give.
func same(a, b model.Snapshot) string {
	byValue := cmpopts.EquateComparable(netip.Prefix{}, netip.Addr{})
	return cmp.Diff(contents(a), contents(b), cmpopts.EquateEmpty(), byValue)
}

func contents(s model.Snapshot) map[string]any {
	return map[string]any{
		"origin":     s.Origin(),
		"readings":   s.Readings(),
		"gone":       s.Gone(),
		"vpcs":       slices.Collect(s.VPCs()),
		"subnets":    slices.Collect(s.Subnets()),
		"groups":     slices.Collect(s.Groups()),
		"interfaces": slices.Collect(s.Interfaces()),
		"instances":  slices.Collect(s.Instances()),
		"studios":    slices.Collect(s.Studios()),
		"clusters":   slices.Collect(s.Clusters()),

		"acls":           slices.Collect(s.ACLs()),
		"tables":         slices.Collect(s.RouteTables()),
		"gateways":       slices.Collect(s.Gateways()),
		"nats":           slices.Collect(s.NATGateways()),
		"elastic":        slices.Collect(s.ElasticAddresses()),
		"peerings":       slices.Collect(s.Peerings()),
		"transits":       slices.Collect(s.TransitGateways()),
		"attachments":    slices.Collect(s.TransitAttachments()),
		"transit tables": slices.Collect(s.TransitTables()),
		"endpoints":      slices.Collect(s.Endpoints()),
		"prefix lists":   slices.Collect(s.PrefixLists()),
		"balancers":      slices.Collect(s.Balancers()),
		"listeners":      slices.Collect(s.Listeners()),
		"target groups":  slices.Collect(s.TargetGroups()),
		"blocks":         slices.Collect(s.BlockPublicAccesses()),
		"exclusions":     slices.Collect(s.BlockExclusions()),
		"associations":   slices.Collect(s.GroupAssociations()),
		"stale":          slices.Collect(s.StaleGroups()),
	}
}

// states gives the recorded readings as "part scope: state", for tables.
func states(s model.Snapshot) []string {
	var list []string
	for _, r := range s.Readings() {
		line := string(r.Part)
		if r.Scope != "" {
			line += " " + r.Scope
		}
		list = append(list, line+": "+r.Reading.State.String())
	}
	return list
}

// rules gives a group's rules as text.
func rules(t *testing.T, s model.Snapshot, group string) []string {
	t.Helper()
	g, ok := s.Group(group)
	if !ok {
		t.Fatalf("no group %s", group)
	}
	var list []string
	for _, r := range g.Rules {
		list = append(list, r.Rule.String())
	}
	return list
}
