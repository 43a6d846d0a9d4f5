package tour

import "strings"

// Picture is a moment of a lesson that the docs show. The play that leads there is one that the tests play too.
type Picture struct {
	Name, Lesson string
	Play         string // its name; the first right one if empty
	At           Stage
	After        int // how many of the play's presses come before; -1 for all of them
	W, H         int // of the terminal
	Says         string
}

// Pictures gives the pictures of the walkthrough, at least one of every chapter, in the order of the lessons.
func Pictures() []Picture {
	const w, h, all = 80, 24, -1
	return []Picture{
		{"lesson-question", "first-repair", "", AtQuestion, 0, w, h, "The question, before anything is revealed"},
		{"lesson-answer", "first-repair", "", AtAnswer, 0, w, h, "The answer is computed from the account"},
		{"lesson-plan", "first-repair", "", AtTask, 1, w, h, "The task is done with the explorer's own plan"},
		{"lesson-done", "first-repair", "", AtTask, all, w, h, "Done: what was learnt, and where AWS says it"},
		{"lesson-wide", "make-a-pair", "", AtTask, 2, 160, 32, "In a wide terminal the coach stands beside the page"},
		{"lesson-cluster", "own-groups", "", AtTask, 0, w, h, "A refused cluster: the rule that EMR does not add"},
		{"lesson-git", "git-blocked", "", AtAnswer, 0, w, h, "Kernels run, Git does not"},
		{"lesson-wrong", "debug-rule", "half of the world", AtTask, all, w, h, "A wrong fix is named and explained"},
		{"lesson-not-yet", "pages-mistake", "the rule to Livy only", AtTask, all, w, h, "Half of a task is not yet all of it"},
		{"lesson-network", "the-reply", "", AtAnswer, 0, w, h, "Why the reply did not come back"},
	}
}

// Presses gives a play one press at a time: a key, a text to type, or a change from outside.
func (p Play) Presses() []string {
	var out []string
	for _, step := range p.Steps {
		if strings.ContainsAny(step[:1], "=+-#") && len(step) > 1 {
			out = append(out, step)
			continue
		}
		out = append(out, strings.Fields(step)...)
	}
	return out
}

// Presses gives what leads from the beginning of a picture's task to its moment.
func (p Picture) Presses() []string {
	l, _, _ := Find(p.Lesson)
	for _, play := range l.Plays {
		if play.Name != p.Play && (p.Play != "" || play.Ends != Done) {
			continue
		}
		all := play.Presses()
		if p.After < 0 {
			return all
		}
		return all[:min(p.After, len(all))]
	}
	return nil
}
