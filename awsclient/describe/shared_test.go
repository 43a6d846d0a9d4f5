package describe_test

import (
	"slices"
	"testing"
	"testing/fstest"

	"github.com/sgscope/sgscope/awsclient/describe"
)

// A VPC that is shared is listed by each account with the associations that it can see; together they
// are those of the VPC.
func TestAssociationsOfTwoAccountsAreUnited(t *testing.T) {
	s, err := describe.ReadFS(fstest.MapFS{
		"accounts/111122223333/us-east-1/NetworkAcls.json": {Data: []byte(`{"NetworkAcls":[{"NetworkAclId":"acl-1","VpcId":"vpc-1","Associations":[{"SubnetId":"subnet-a"}]}]}`)},
		"accounts/444455556666/us-east-1/NetworkAcls.json": {Data: []byte(`{"NetworkAcls":[{"NetworkAclId":"acl-1","VpcId":"vpc-1","Associations":[{"SubnetId":"subnet-b"}]}]}`)},
		"accounts/111122223333/us-east-1/RouteTables.json": {Data: []byte(`{"RouteTables":[{"RouteTableId":"rtb-1","VpcId":"vpc-1","Associations":[{"Main":true},{"SubnetId":"subnet-a"}]}]}`)},
		"accounts/444455556666/us-east-1/RouteTables.json": {Data: []byte(`{"RouteTables":[{"RouteTableId":"rtb-1","VpcId":"vpc-1","Associations":[{"SubnetId":"subnet-b"}]}]}`)},
	}, ".")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"subnet-a", "subnet-b"}
	acl, _ := s.ACL("acl-1")
	table, _ := s.RouteTable("rtb-1")
	slices.Sort(acl.Subnets)
	slices.Sort(table.Subnets)
	if !slices.Equal(acl.Subnets, want) || !slices.Equal(table.Subnets, want) || !table.Main {
		t.Errorf("ACL of %v, table of %v, main %v", acl.Subnets, table.Subnets, table.Main)
	}
}
