package ui_test

import "testing"

// crossed lets the healthy Studio's Workspaces onto a cluster that they are not attached to.
const crossed = `
group sg-0open vpc-0a open-primary
  ingress tcp 18888 from 10.0.0.0/16
cluster j-5 open RUNNING emr-7.5.0 subnet-a sg-0open sg-0core
studio es-WIDE wide vpc-0a sg-0ws3 sg-0eng3 subnet-a
group sg-0ws3 vpc-0a wide-workspace tagged
  egress tcp 18888 to sg-0eng3
  egress all to 0.0.0.0/0
group sg-0eng3 vpc-0a wide-engine tagged
  ingress tcp 18888 from sg-0ws3
`

func TestWhoRunsCodeWhere(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("2", "M")
		d.see("Who runs code on which clusters", "1 etl-nightly  2 adhoc", "ml-team       ✓  ✗",
			"Nothing was found that lets one pair's Workspaces onto another pair's clusters.",
			"ml-team: ml-workspace (sg-0ws2) and ml-engine (sg-0eng2): isolated", "etl-nightly (j-1): attached now",
			"emr-5.20.0 is too old")
		d.press("esc", "1", "M")
		d.see("Who runs code on which clusters")
	})
	drive(t, cloudOf(analytics+crossed), nil, func(d *driver) {
		d.press("2", "M")
		d.see("wide          ?  ✗  !",
			"! ingress tcp 18888 from 10.0.0.0/16 of open-primary (sg-0open) lets wide run code on open without being",
			"! wide-workspace (sg-0ws3) of wide lets all traffic out to 0.0.0.0/0")
		d.press("end")
		d.see("wide: wide-workspace (sg-0ws3) and wide-engine (sg-0eng3): not isolated", "open (j-5): open without attaching")
	})
	drive(t, cloudOf(bare), nil, func(d *driver) {
		d.press("2", "M")
		d.see("M: there are no Workspace or notebook groups here; c creates a pair")
	})
}

func TestGoldenIsolation(t *testing.T) { goldens(t, "isolation", analytics+crossed, "2", "M") }
