package reach_test

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// oracleCase is a world and a question. Its text is one line, which a failure prints and a table
// takes: "sg-a egress tcp 22 to sg-b; sg-b; sg-c gone; pl-1 = 10.0.0.0/8 | sg-a@10.0.0.0/30? | -@0.0.0.0/0 | tcp 22".
// An end is its groups (- for no guard, none for a guard without groups, + after them for an unsure
// one), @, its blocks, and ? if it is somewhere in them; "any" before it makes it a group's.
type oracleCase struct {
	world    oracleWorld
	question reach.Question
}

// String gives the line.
func (c oracleCase) String() string {
	var parts []string
	for _, id := range slices.Sorted(maps.Keys(c.world.groups)) {
		if len(c.world.groups[id]) == 0 {
			parts = append(parts, id)
		}
		for _, r := range c.world.groups[id] {
			parts = append(parts, id+" "+r.String())
		}
	}
	for _, id := range slices.Sorted(maps.Keys(c.world.gone)) {
		parts = append(parts, id+" gone")
	}
	for _, id := range slices.Sorted(maps.Keys(c.world.lists)) {
		parts = append(parts, strings.TrimSpace(id+" = "+oracleBlocks(c.world.lists[id])))
	}
	parts = append(parts, c.world.subnetTexts()...)
	traffic := model.Rule{Protocol: c.question.Protocol, Ports: c.question.Ports}
	text := strings.TrimSpace(traffic.Protocol.String() + " " + traffic.Ports.Text(traffic.Protocol))
	return strings.Join([]string{
		strings.Join(parts, "; "), oracleEndText(c.question.From),
		oracleEndText(c.question.To), text,
	}, " | ")
}

func oracleBlocks(list []netip.Prefix) string {
	var out []string
	for _, p := range list {
		out = append(out, p.String())
	}
	return strings.Join(out, ",")
}

func oracleEndText(e reach.End) string {
	s := strings.Join(e.Groups, ",")
	switch {
	case !e.Guarded:
		s = "-"
	case s == "":
		s = "none"
	}
	if e.Unsure {
		s += "+"
	}
	if e.Kind == reach.EndGroup {
		s = "any " + s
	}
	s += "@" + oracleBlocks(e.Addresses)
	if e.Where == reach.Somewhere {
		s += "?"
	}
	return s
}

// oracleParse reads what String writes.
func oracleParse(t *testing.T, line string) oracleCase {
	t.Helper()
	f := strings.Split(line, "|")
	if len(f) != 4 {
		t.Fatalf("case %q: want world | from | to | traffic", line)
	}
	c := oracleCase{world: newOracleWorld()}
	for part := range strings.SplitSeq(f[0], ";") {
		if part = strings.TrimSpace(part); part != "" {
			if err := c.world.parse(part); err != nil {
				t.Fatalf("case %q: %v", line, err)
			}
		}
	}
	rule, err := model.ParseRule("ingress " + strings.TrimSpace(f[3]) + " from 0.0.0.0/0")
	if err != nil {
		t.Fatalf("case %q: %v", line, err)
	}
	from, to := oracleParseEnd("eni-from", f[1]), oracleParseEnd("eni-to", f[2])
	c.question = reach.Question{From: from, To: to, Protocol: rule.Protocol, Ports: rule.Ports}
	return c
}

func (w oracleWorld) parse(part string) error {
	id, rest, more := strings.Cut(part, " ")
	switch {
	case strings.HasPrefix(id, "subnet-"):
		return w.parseSubnet(id, rest)
	case strings.HasPrefix(rest, "="):
		w.lists[id] = oracleParseBlocks(strings.TrimSpace(rest[1:]))
	case rest == "gone":
		w.gone[id] = true
	case !more:
		w.groups[id] = append(w.groups[id], []model.Rule{}...)
	default:
		r, err := model.ParseRule(rest)
		if err != nil {
			return fmt.Errorf("parse %q: %w", part, err)
		}
		w.groups[id] = append(w.groups[id], r)
	}
	return nil
}

func oracleParseBlocks(s string) (out []netip.Prefix) {
	for b := range strings.SplitSeq(s, ",") {
		if a, err := netip.ParseAddr(b); err == nil {
			out = append(out, netip.PrefixFrom(a, a.BitLen()))
		} else if b != "" {
			out = append(out, netip.MustParsePrefix(b))
		}
	}
	return out
}

func oracleParseEnd(id, s string) reach.End {
	e := reach.End{Kind: reach.EndInterface, ID: id, Guarded: true, VPC: "vpc-1"}
	groups, blocks, _ := strings.Cut(strings.TrimSpace(s), "@")
	blocks, somewhere := strings.CutSuffix(blocks, "?")
	if somewhere {
		e.Where = reach.Somewhere
	}
	e.Addresses = oracleParseBlocks(blocks)
	groups, isGroup := strings.CutPrefix(groups, "any ")
	if isGroup {
		e.Kind, e.ID = reach.EndGroup, groups
	}
	groups, e.Unsure = strings.CutSuffix(groups, "+")
	switch groups {
	case "-":
		e.Kind, e.Guarded = reach.EndBlock, false
	case "none", "":
	default:
		e.Groups = strings.Split(groups, ",")
	}
	return e
}

// snapshot gives the world as a load would have read it.
func (w oracleWorld) snapshot() model.Snapshot {
	b := model.NewBuilder(model.Origin{})
	b.AddVPC(model.VPC{ID: "vpc-1", CIDRs: oracleParseBlocks("10.0.0.0/28,fd00::/126")})
	b.AddSubnet(model.Subnet{ID: "subnet-1", VPC: "vpc-1", CIDRs: oracleParseBlocks("10.0.0.0/29")})
	for id, rules := range w.groups {
		b.AddGroup(oracleGroup(id, rules))
	}
	for id := range w.gone {
		b.MarkGone(id)
	}
	return b.Snapshot()
}

// oracleGroup lists ingress before egress, as a load does.
func oracleGroup(id string, rules []model.Rule) model.Group {
	g := model.Group{ID: id, Name: "group " + id, VPC: "vpc-1"}
	for _, d := range []model.Direction{model.Ingress, model.Egress} {
		for _, r := range rules {
			if r.Direction == d {
				g.Rules = append(g.Rules, model.GroupRule{Rule: r})
			}
		}
	}
	return g
}
