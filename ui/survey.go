package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
)

// RegionReader is a Reader that can ask all Regions that the account has enabled for EMR's block public
// access. It tells on of each Region as it comes, one at a time.
type RegionReader interface {
	PublicAccessEverywhere(ctx context.Context, on func(model.RegionAccess)) ([]model.RegionAccess, error)
}

// survey is that question, not asked, under way or answered. The zero survey was not asked.
type survey struct {
	serial  int // of the question; late answers are dropped by comparison
	cancel  context.CancelFunc
	running bool
	asked   bool
	seen    []model.RegionAccess
	failure model.Failure
}

type (
	// regionToldMsg is the answer of one Region; it carries the command that waits for the next.
	regionToldMsg struct {
		serial int
		access model.RegionAccess
		more   tea.Cmd
	}
	surveyEndedMsg struct {
		serial int
		all    []model.RegionAccess
	}
	surveyFailedMsg struct {
		serial int
		err    error
	}
)

func (s *survey) stop() {
	if s.cancel != nil {
		s.cancel()
	}
}

func (d *publicDialog) whyNotRegions() string {
	if _, ok := d.x.account.Reader.(RegionReader); !ok {
		return "only an account can be asked, and this is none"
	}
	if d.survey.running {
		return "they are being asked"
	}
	return ""
}

func (d *publicDialog) askRegions() tea.Cmd {
	r, ok := d.x.account.Reader.(RegionReader)
	if !ok {
		return nil
	}
	d.survey.stop()
	ctx, cancel := context.WithCancel(d.x.ctx)
	d.survey = survey{serial: d.x.nextSerial(), cancel: cancel, running: true, asked: true}
	d.tell()
	return askRegions(ctx, d.survey.serial, r)
}

// regionsTold takes an answer wherever the keys are: the dialog may lie below another.
func (x *Explorer) regionsTold(msg tea.Msg) tea.Cmd {
	for _, d := range x.dialogs {
		if p, ok := d.(*publicDialog); ok {
			return p.regionsTold(msg)
		}
	}
	return nil
}

func (d *publicDialog) regionsTold(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case regionToldMsg:
		if msg.serial != d.survey.serial {
			return nil
		}
		d.survey.seen = append(d.survey.seen, msg.access)
		cmd = msg.more
	case surveyEndedMsg:
		if msg.serial != d.survey.serial {
			return nil
		}
		d.survey.seen, d.survey.running = msg.all, false
	case surveyFailedMsg:
		if msg.serial != d.survey.serial {
			return nil
		}
		d.survey.failure, d.survey.running = asFailure(msg.err), false
	}
	d.tell()
	return cmd
}

// tell writes a line for each Region, those where public clusters are not refused first.
func (s *survey) tell(d *publicDialog, say lineSayer) {
	t := d.x.theme
	switch {
	case !s.asked:
		text := "it is set in each Region by itself; a asks all that are enabled"
		if why := d.whyNotRegions(); why != "" {
			text = "it is set in each Region by itself; " + why
		}
		say(t.muted, "  ", text)
		return
	case s.running:
		say(t.accent, "  ", fmt.Sprintf("asking: %s so far", plural(len(s.seen), "answer")))
	case s.failure.Kind != model.NoFailure:
		say(t.unknown, "  "+t.unsure+" ", "not known: "+failureLine(s.failure))
		say(t.text, "    Next: ", s.failure.Next())
	}
	list := slices.Clone(s.seen)
	slices.SortFunc(list, func(a, b model.RegionAccess) int { return strings.Compare(a.Region, b.Region) })
	for _, r := range list {
		region := align(r.Region, 16, false)
		switch {
		case !r.Reading.Whole() && r.Reading.Failure.Kind == model.FailedUnsupported:
			say(t.muted, "  "+t.noteDot+" "+region, "not offered in this Region")
		case !r.Reading.Whole():
			say(t.unknown, "  "+t.unsure+" "+region, "not known: "+failureOr(r.Reading.Failure, "no answer"))
		case !r.Access.Blocks:
			say(t.bad, "  "+t.exposed+" "+region, "off")
		default:
			say(t.good, "  "+t.pass+" "+region, "on, except "+permittedWords(r.Access))
		}
	}
}
