package reach_test

import (
	"os"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// oracleSeed makes the random cases; another one makes others.
const oracleSeed = 20260917

func oracleThorough(w oracleWorld) oracleJudge {
	return oracleJudge{w, oracleEveryGuess, oracleEveryPacket, oracleWorld.passes}
}

func oracleQuick(w oracleWorld) oracleJudge {
	return oracleJudge{w, oracleExtremes, oracleMilestones, oracleWorld.passes}
}

// oracleAgree fails the test, with the smallest case that does, where the evaluator and the oracle
// answer one question differently.
func oracleAgree(t *testing.T, c oracleCase, s model.Snapshot, want model.Verdict, index int) {
	t.Helper()
	if got := reach.Ask(s, c.question).Verdict; got != want {
		small := c.shrink(func(c oracleCase) bool {
			return reach.Ask(c.world.snapshot(), c.question).Verdict != oracleQuick(c.world).verdict(c.question)
		})
		t.Errorf("seed %d, case %d: %s\n got %s, want %s; smallest: %s\n got %s, want %s", uint64(oracleSeed), index, c,
			got, want, small, reach.Ask(small.world.snapshot(), small.question).Verdict,
			oracleQuick(small.world).verdict(small.question))
	}
}

// oracleCount is how often a test asks: long with SGSCOPE_THOROUGH, as .ci/run sets it, a quarter of that
// without, and short where tests are to be short.
func oracleCount(short, long int) int {
	switch {
	case testing.Short():
		return short
	case os.Getenv("SGSCOPE_THOROUGH") != "":
		return long
	}
	return max(short, long/4)
}

// TestOracleAgreesOnRandomQuestions is the one that matters: 100,000 questions at its longest.
func TestOracleAgreesOnRandomQuestions(t *testing.T) {
	seen := map[model.Verdict]int{}
	const perWorld = 4
	n := oracleCount(2_000, 25_000)
	for i := range n {
		if t.Failed() {
			return
		}
		d := newOracleDice(oracleSeed, uint64(i))
		c := oracleCase{question: d.question()}
		c.world = d.worldFor(c.question)
		s := c.world.snapshot()
		for k := range perWorld {
			want := oracleQuick(c.world).verdict(c.question)
			seen[want]++
			oracleAgree(t, c, s, want, i)
			if k%2 == 0 {
				c.question.Protocol = d.question().Protocol
				c.question.Ports = d.ports(c.question.Protocol)
			} else {
				c.question = d.question()
			}
		}
	}
	t.Logf("%d questions: %v", n*perWorld, seen)
	for _, v := range []model.Verdict{model.Unknown, model.Blocked, model.Partly, model.Allowed} {
		if seen[v] < n*perWorld/50 {
			t.Errorf("only %d of %d questions are %s: the cases are too much alike", seen[v], n*perWorld, v)
		}
	}
}

// TestOracleQuickIsThorough checks the oracle's own two short cuts, extremes and milestones, against
// every guess and every packet.
func TestOracleQuickIsThorough(t *testing.T) {
	checked := 0
	for i := range oracleCount(300, 1_500) {
		d := newOracleDice(oracleSeed+1, uint64(i))
		q := d.question()
		w := d.worldFor(q)
		if oracleIsLarge(q) {
			continue
		}
		checked++
		if quick, slow := oracleQuick(w).verdict(q), oracleThorough(w).verdict(q); quick != slow {
			t.Fatalf("case %d: %s\n quick %s, thorough %s", i, oracleCase{w, q}, quick, slow)
		}
	}
	t.Logf("%d cases", checked)
}

// oracleIsLarge reports whether a question has too many packets, or too much that was not read, to
// go through all of it.
func oracleIsLarge(q reach.Question) bool {
	from, to := oracleAsked(q)
	if oracleSize(from) > 32 || oracleSize(to) > 32 {
		return true
	}
	packets := oracleSize(from) * oracleSize(to)
	if oraclePorted(q.Protocol) {
		packets *= 1 + int(q.Ports.Last) - int(q.Ports.First)
	}
	if q.Protocol == model.AllProtocols {
		packets *= 1 + 4*65536
	}
	unsure := q.From.Unsure && q.To.Unsure
	return packets > 20_000 || unsure && packets > 50
}
