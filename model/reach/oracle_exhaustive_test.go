package reach_test

import (
	"net/netip"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// TestOracleAgreesOnATinyUniverse goes through all of it: every subset of eight rules, and every
// question about four ports, two protocols and two peers.
func TestOracleAgreesOnATinyUniverse(t *testing.T) {
	rules := []string{
		"egress tcp 20-21 to 10.0.0.0/32", "egress tcp 22-23 to sg-b",
		"egress udp 20-23 to 10.0.0.0/31", "egress all to 10.0.0.1/32",
		"ingress tcp 20-22 from sg-a", "ingress tcp 23 from 10.0.0.8/32",
		"ingress udp 21-22 from pl-1", "ingress udp 20-23 from sg-a",
	}
	questions := oracleTinyQuestions(t)
	asked := 0
	for subset := range 1 << len(rules) {
		w := oracleWorld{groups: map[string][]model.Rule{"sg-a": nil, "sg-b": nil}}
		for i, text := range rules {
			r, err := model.ParseRule(text)
			if err != nil {
				t.Fatal(err)
			}
			if subset&(1<<i) == 0 {
				continue
			}
			group := "sg-a"
			if r.Direction == model.Ingress {
				group = "sg-b"
			}
			w.groups[group] = append(w.groups[group], r)
		}
		s := w.snapshot()
		for _, q := range questions {
			judge := oracleThorough(w)
			if q.Protocol == model.AllProtocols {
				judge = oracleQuick(w)
			}
			asked++
			if got, want := reach.Ask(s, q).Verdict, judge.verdict(q); got != want {
				t.Fatalf("%s\n got %s, want %s", oracleCase{w, q}, got, want)
			}
		}
	}
	t.Logf("%d questions", asked)
}

func oracleTinyQuestions(t *testing.T) []reach.Question {
	t.Helper()
	var out []reach.Question
	from := oracleParseEnd("eni-from", "sg-a@10.0.0.8/31")
	for _, where := range []string{"@10.0.0.0/32", "@10.0.0.1/32", "@10.0.0.0/31", "@10.0.0.0/31?"} {
		to := oracleParseEnd("eni-to", "sg-b"+where)
		for _, p := range []model.Protocol{model.TCP, model.UDP} {
			for first := uint16(20); first <= 23; first++ {
				for last := first; last <= 23; last++ {
					out = append(out, reach.Question{
						From: from, To: to, Protocol: p,
						Ports: model.PortRange{First: first, Last: last},
					})
				}
			}
		}
		out = append(out, reach.Question{From: from, To: to, Protocol: model.AllProtocols, Ports: model.AllPorts()})
	}
	return out
}

// TestOracleEveryPort takes the ports one by one, all of them: rules and questions have odd limits.
func TestOracleEveryPort(t *testing.T) {
	for i := range oracleCount(20, 60) {
		d := newOracleDice(oracleSeed+8, uint64(i))
		c := oracleParse(t, "sg-a egress all to 10.0.0.0/32 | sg-a@10.0.0.1/32 | sg-b@10.0.0.0/32 | tcp 1-65535")
		c.question.Protocol = oracleOne(d, model.TCP, model.UDP, model.ICMP)
		c.question.Ports = oracleAnyPorts(d)
		c.world.groups["sg-b"] = nil
		whole := model.Rule{
			Protocol: c.question.Protocol, Ports: model.AllPorts(),
			Peer: model.CIDRPeer(netip.MustParsePrefix("10.0.0.1/32")),
		}
		for at := 0; at <= 65535; {
			piece := whole
			piece.Ports = model.PortRange{First: uint16(at), Last: uint16(min(65535, at+d.IntN(30_000)))}
			at = int(piece.Ports.Last) + 1
			if d.oneIn(4) {
				at++ // a gap of one port
			}
			c.world.add("sg-b", piece)
		}
		want := oracleThorough(c.world).verdict(c.question)
		if got := reach.Ask(c.world.snapshot(), c.question).Verdict; got != want {
			t.Fatalf("seed %d, case %d: %s\n got %s, want %s", uint64(oracleSeed+8), i, c, got, want)
		}
	}
}

func oracleAnyPorts(d oracleDice) model.PortRange {
	a, b := uint16(d.IntN(65536)), uint16(d.IntN(65536))
	if d.oneIn(3) {
		return model.AllPorts()
	}
	return model.PortRange{First: min(a, b), Last: max(a, b)}
}
