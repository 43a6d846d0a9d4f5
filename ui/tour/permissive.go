package tour

// mostPermissive is AWS's own example: ssh for one address beside all of TCP for its network.
func mostPermissive() Lesson {
	const laptop, other = "192.0.2.12", "192.0.2.99"
	passes := func(w World) bool { return w.Reaches(laptop, "bastion", "tcp 5432") == allowed }
	return Lesson{
		ID: "most-permissive", Title: "A narrow rule beside a wide one", Scenario: "most-permissive",
		Story: "The bastion of Heron Analytics has two inbound rules: tcp 22 from 192.0.2.12/32, Ida's laptop, and all of " +
			"tcp from 192.0.2.0/24, a contractor who has left.",
		Idea: "Rules add up: of several that fit, the most permissive counts, and a narrow one narrows nothing.",
		Ask: Question{
			Text: "Ida's laptop, 192.0.2.12, connects to the bastion on tcp 5432. What happens?",
			Choices: []Choice{
				{"It is refused: the rule about that address allows only 22", Not(passes)},
				{"It gets through: the wide rule allows it", passes},
			},
			Reveal: func(World) string {
				return "No rule takes anything away. 192.0.2.12 is in 192.0.2.0/24, the wide rule fits, and that is enough."
			},
		},
		Task: "Leave Ida her ssh, and let nobody of that network do anything else.",
		Hints: [3]string{
			"The narrow rule is right as it is. Which rule has to go?",
			"Page 2, bastion, e edits its rules; d stages the removal of the one under the cursor.",
			"On the bastion: e, down to the rule of all tcp, d, r, a, tab, enter.",
		},
		Lines: [3]string{
			"",
			"group bastion shows both rules; remove takes one away.",
			"",
		},
		Point: Point{Page: OnGroups, Group: "bastion", Words: "page 2, the group bastion"},
		Goals: []Goal{
			Shut(laptop, "bastion", "tcp 5432", "192.0.2.12 still gets through on tcp 5432.", "E11"),
			Shut(other, "bastion", "tcp 22", "Others of 192.0.2.0/24 still get in by ssh.", "E11"),
			Open(laptop, "bastion", "tcp 22", "Ida cannot log in any more: 192.0.2.12 needs tcp 22."),
		},
		Touch: []string{"bastion"},
		Exact: []string{
			"-bastion ingress tcp 0-65535 from 192.0.2.0/24",
		},
		Traps: []Trap{{
			func(_, now World) bool { return now.Reaches(laptop, "bastion", "tcp 22") != allowed },
			"Now Ida is locked out too: 192.0.2.12 has to reach tcp 22. Remove the wide rule, not the narrow one.",
		}},
		Learnt: []string{
			"Groups only allow. All rules of all groups on an interface are read together, and the most permissive wins.",
			"To narrow access, remove the wide rule: adding a narrow one beside it changes nothing.",
		},
		Source: pageGroups,
		Plays: []Play{
			{"removed by hand", []string{"e down d r a tab enter"}, Done},
			{"by aws-cli", []string{"-bastion ingress tcp 0-65535 from 192.0.2.0/24"}, Done},
			{"the narrow rule removed as well", []string{
				"-bastion ingress tcp 22 from 192.0.2.12/32", "-bastion ingress tcp 0-65535 from 192.0.2.0/24",
			}, Wrong},
			{"a narrow rule more", []string{"+bastion ingress tcp 22 from 192.0.2.99/32"}, NotYet},
			{"open to the world", []string{
				"+bastion ingress tcp 22 from 0.0.0.0/0", "-bastion ingress tcp 0-65535 from 192.0.2.0/24",
			}, Wrong},
		},
	}
}
