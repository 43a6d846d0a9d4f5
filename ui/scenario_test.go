package ui_test

import (
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui"
)

// inSandbox offers two scenarios and opens the second.
func inSandbox(o *ui.Options) {
	o.Source = model.Source{Sandbox: "no-way"}
	o.Scenarios = []ui.Scenario{
		{Name: "healthy", Title: "All is well", Story: "Nothing is wrong here."},
		{Name: "no-way", Title: "Nothing goes in", Story: "Somebody took a rule away."},
	}
}

func TestScenarioPicker(t *testing.T) {
	cloud := cloudOf(analytics)
	drive(t, cloud, inSandbox, func(d *driver) {
		d.press("A")
		d.see("Open a scenario of the sandbox", "> no-way", "Somebody took a rule away.")
		d.press("up")
		d.see("> healthy", "Nothing is wrong here.")
		d.press("enter")
		d.see("healthy: All is well", "SANDBOX")
		if last := cloud.loads[len(cloud.loads)-1]; last.Sandbox != "healthy" {
			t.Errorf("opened %v", last)
		}
	})
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("A")
		d.see("A: only in the sandbox; start it with sgscope --sandbox")
	})
}
