package model_test

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
)

func TestInterfacesByAddressAndInstance(t *testing.T) {
	private, public := netip.MustParseAddr("10.0.0.5"), netip.MustParseAddr("198.51.100.5")
	b := model.NewBuilder(model.Origin{})
	b.AddInterface(
		model.Interface{ID: "eni-2", VPC: "vpc-2", Addresses: []netip.Addr{private}, Instance: "i-1"},
		model.Interface{
			ID: "eni-1", VPC: "vpc-1", Addresses: []netip.Addr{private}, Instance: "i-1",
			Public: []model.PublicAddress{{Public: public, Private: private}, {Public: public}},
		},
		model.Interface{ID: "eni-3"},
	)
	s := b.Snapshot()
	for _, c := range []struct {
		name string
		got  []model.Interface
		want []string
	}{
		{"a private address of two VPCs", s.InterfacesAt(private), []string{"eni-1", "eni-2"}},
		{"a public address, once", s.InterfacesAt(public), []string{"eni-1"}},
		{"an address of nobody", s.InterfacesAt(netip.MustParseAddr("10.0.0.6")), nil},
		{"no address", s.InterfacesAt(netip.Addr{}), nil},
		{"an instance", s.InterfacesOn("i-1"), []string{"eni-1", "eni-2"}},
		{"no instance", s.InterfacesOn(""), nil},
		{"of a snapshot of nothing", model.Snapshot{}.InterfacesAt(private), nil},
	} {
		var got []string
		for _, i := range c.got {
			got = append(got, i.ID)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
