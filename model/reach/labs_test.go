package reach_test

import (
	"encoding/csv"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"testing"

	"github.com/sgscope/sgscope/awsclient/describe"
	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

const labsFolder = "../../../shared/data/labs"

// labRow is one measurement: what nmap or ping saw between two addresses of a network on AWS.
type labRow struct{ from, to, protocol, port, expect, tier string }

func labRows(t *testing.T, file string) []labRow {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []labRow
	for _, l := range lines[1:] {
		out = append(out, labRow{l[0], l[1], l[2], l[3], l[4], l[5]})
	}
	return out
}

func (r labRow) String() string {
	return fmt.Sprintf("%s → %s %s %s", r.from, r.to, r.protocol, r.port)
}

func (r labRow) ask(tb testing.TB, s model.Snapshot) reach.Trace {
	tb.Helper()
	p, err := model.ParseProtocol(r.protocol)
	if err != nil {
		tb.Fatal(err)
	}
	ports, err := model.ParsePorts(p, r.port)
	if err != nil {
		tb.Fatal(err)
	}
	end := func(text string) reach.End { return reach.AddressEnd(s, netip.MustParseAddr(text)) }
	return reach.Ask(s, reach.Question{From: end(r.from), To: end(r.to), Protocol: p, Ports: ports, Layers: reach.AllLayers})
}

// explained are the measurements of tier C that the evaluator does not give, with the reason.
var explained = map[string]string{}

// TestLabs scores the evaluator against networks that were really deployed on AWS and probed.
func TestLabs(t *testing.T) {
	if _, err := os.Stat(labsFolder); err != nil {
		t.Skipf("%s is not here", labsFolder)
	}
	want := map[string]int{"A": 124, "B": 515}
	good, all := map[string]int{}, map[string]int{}
	for _, lab := range []string{"aws_demo", "aws_instance_multiple_interface", "aws_nlb_targets_instance"} {
		s, err := describe.Read(filepath.Join(labsFolder, lab, "aws_configs"))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range labRows(t, filepath.Join(labsFolder, lab, "expect.csv")) {
			if r.tier == "X" {
				continue
			}
			all[r.tier]++
			trace := r.ask(t, s)
			if trace.Verdict.String() == r.expect {
				good[r.tier]++
				continue
			}
			line := fmt.Sprintf("%s tier %s: %s: got %s, measured %s; %q, not read %q", lab, r.tier, r, trace.Verdict, r.expect,
				trace.Reasons(), trace.Unread)
			if why, ok := explained[lab+" "+r.String()]; ok {
				t.Logf("%s\n  because %s", line, why)
				continue
			}
			t.Error(line)
		}
	}
	t.Logf("right: A %d of %d, B %d of %d, C %d of %d", good["A"], all["A"], good["B"], all["B"], good["C"], all["C"])
	for tier, n := range want {
		if good[tier] != n || all[tier] != n {
			t.Errorf("tier %s: %d of %d right, want %d", tier, good[tier], all[tier], n)
		}
	}
}
