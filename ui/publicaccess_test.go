package ui_test

import (
	"context"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/fixture"
	"github.com/sgscope/sgscope/ui"
)

// public makes the subnets of the account public and sets block public access; nil leaves it unread.
func public(text string, p *model.PublicAccess) *fakeCloud {
	b := model.NewBuilderFrom(private(text))
	for _, vpc := range []string{"vpc-0a", "vpc-0b"} {
		b.AddRouteTable(model.RouteTable{ID: "rtb-" + vpc, VPC: vpc, Main: true, Routes: []model.Route{
			{Prefix: model.AnyIPv4().Prefix, Target: model.GatewayTarget("igw-1"), State: "active"},
		}})
	}
	if p != nil {
		p.Account, p.Region = fixture.Account, "us-east-1"
		b.AddPublicAccess(*p)
		b.Mark(model.PartPublicAccess, "", model.Reading{State: model.ReadWhole})
	}
	return &fakeCloud{end: b.Snapshot()}
}

func TestPublicAccess(t *testing.T) {
	on := model.PublicAccess{Blocks: true, Permitted: []model.PortRange{model.Port(443)}}
	drive(t, public(inside, &on), nil, func(d *driver) {
		d.press("B")
		d.see("EMR block public access", "In us-east-1", "✓ on: EMR refuses", "except port 443", "nobody: these are the defaults",
			"✗ etl-nightly  It would be refused for 1 rule.", "tcp 22 in from anywhere (0.0.0.0/0) of bastion-ssh (sg-x)",
			"✓ lonely  No rule of its groups is public", "Narrow the rules", `22},{"MinRange":443,"MaxRange":443}]}`)
		d.press("y")
		d.see("aws-cli line", "configuration")
		d.press("down", "enter")
		d.see("copied configuration")
		d.press("home", "down", "down", "down", "down", "down", "down")
		if !strings.Contains(d.cursorLine(), "tcp 22 in from") {
			t.Fatalf("the cursor is on %q", d.cursorLine())
		}
		d.press("enter")
		d.see("[2 Groups]", "bastion-ssh (sg-x)")
	})
	every := on
	every.Permitted = []model.PortRange{model.AllPorts()}
	drive(t, public(inside, &every), nil, func(d *driver) {
		d.press("B")
		d.see("✓ etl-nightly  No rule of its groups is public")
		d.unseen("put-block-public-access-configuration")
	})
	drive(t, public(inside, &model.PublicAccess{}), nil, func(d *driver) {
		d.press("B")
		d.see("! off: EMR creates", "block public access is off here")
	})
}

func TestPublicAccessThatIsNotKnown(t *testing.T) {
	drive(t, public(inside, nil), nil, func(d *driver) {
		d.press("B")
		d.see("? not read", "? etl-nightly  EMR's block public access was not read")
		d.unseen("put-block")
	})
	for kind, want := range map[model.FailureKind]string{
		model.FailedUnsupported: "not offered in this Region",
		model.FailedDenied:      "not known: ",
	} {
		cloud := public(inside, nil)
		b := model.NewBuilderFrom(cloud.end)
		b.Mark(model.PartPublicAccess, "", model.Reading{State: model.ReadFailed, Failure: model.Failure{
			Kind: kind, Call: "elasticmapreduce:GetBlockPublicAccessConfiguration",
		}})
		cloud.end = b.Snapshot()
		drive(t, cloud, nil, func(d *driver) {
			d.press("B")
			d.see(want)
		})
	}
	// What block public access makes of such rules is not documented, and so not known.
	for _, rule := range []string{"all from 0.0.0.0/0", "icmp from 0.0.0.0/0", "tcp 22 from 0.0.0.0/1"} {
		text := without(inside, "tcp 22 from 0.0.0.0/0") + "group sg-x vpc-0a bastion-ssh\n  ingress " + rule + "\n"
		drive(t, public(text, &model.PublicAccess{Blocks: true}), nil, func(d *driver) {
			d.press("B")
			d.see("? etl-nightly  Whether EMR's block public access counts such a rule is not documented", "bastion-ssh (sg-x)")
			d.unseen("put-block")
		})
	}
}

// everywhere is an account that can be asked for all its Regions.
type everywhere struct {
	*fakeCloud
	err error
}

func (e everywhere) PublicAccessEverywhere(_ context.Context, on func(model.RegionAccess)) ([]model.RegionAccess, error) {
	whole := model.Reading{State: model.ReadWhole}
	all := []model.RegionAccess{
		{Region: "eu-west-1", Reading: whole, Access: model.PublicAccess{Blocks: true, Permitted: []model.PortRange{model.Port(22)}}},
		{Region: "us-east-1", Reading: whole},
		{Region: "ap-south-2", Reading: model.Reading{State: model.NotRead, Failure: model.Failure{Kind: model.FailedUnsupported}}},
		{Region: "sa-east-1", Reading: model.Reading{State: model.ReadFailed, Failure: model.Failure{
			Kind: model.FailedDenied, Call: "elasticmapreduce:GetBlockPublicAccessConfiguration",
		}}},
	}
	for _, a := range all {
		on(a)
	}
	return all, e.err
}

func TestPublicAccessEverywhere(t *testing.T) {
	ask := func(err error, test func(*driver)) {
		cloud := public(inside, &model.PublicAccess{Blocks: true})
		drive(t, cloud, func(o *ui.Options) {
			o.Open = func(context.Context, model.Source) (ui.Account, error) {
				return ui.Account{Reader: everywhere{cloud, err}}, nil
			}
		}, test)
	}
	ask(nil, func(d *driver) {
		d.resize(120, 60)
		d.press("B")
		d.see("a asks all that are enabled")
		d.press("a")
		d.see("✓ eu-west-1       on, except port 22", "! us-east-1       off", "· ap-south-2      not offered in this Region",
			"? sa-east-1       not known: ")
		d.unseen("asking")
		d.press("y", "esc", "esc", "B")
		d.see("a asks all that are enabled")
	})
	ask(model.Failure{Kind: model.FailedDenied, Call: "ec2:DescribeRegions"}, func(d *driver) {
		d.resize(120, 60)
		d.press("B", "a")
		d.see("? not known: ", "ec2:DescribeRegions")
	})
	drive(t, insideCloud(), nil, func(d *driver) { // a snapshot is of one Region
		d.resize(120, 60)
		d.press("B")
		d.see("only an account can be asked")
	})
}
