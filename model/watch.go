package model

import "time"

// Look is one more reading of the groups that a run changed, some time after it.
type Look struct {
	At       time.Time
	N        int        // counts from 1
	Reverted []Reverted // changes of the run that no longer stand
	Unread   Failure    // why it could not be read; the zero Failure if it could
}

// Reverted is a change that stood when its run ended and does not stand now.
type Reverted struct {
	Step   int // index in the plan
	Change Change
	Text   string // in words: what was found instead
}
