package tour

// Chapters gives all lessons in the order in which they are meant to be played, from what a security
// group is to why a reply did not come back.
func Chapters() []Chapter {
	return []Chapter{
		{"basics", "What a security group is", basics()},
		{"pair", "The two groups of a Studio", pair()},
		{"cluster", "What EMR builds around a cluster", cluster()},
		{"place", "Git, tags and places", place()},
		{"exposure", "Who else gets in", exposure()},
		{"notebook", "EMR Notebooks", notebook()},
		{"beyond", "When the rules are fine", beyond()},
	}
}
