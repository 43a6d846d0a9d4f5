package model

// State says whether a requirement holds. Unmet is a fault; Unknown-state findings say what could
// not be decided; Met ones are given on request only.
type State uint8

// The states of a finding.
const (
	StateUnknown State = iota
	Unmet
	Met
)

// String gives unknown, unmet or met.
func (s State) String() string {
	switch s {
	case StateUnknown:
		return "unknown"
	case Unmet:
		return "unmet"
	case Met:
		return "met"
	}
	return "unknown"
}

// SubjectKind says what sort of thing a finding is about.
type SubjectKind uint8

// The kinds of subject.
const (
	SubjectGroup SubjectKind = iota
	SubjectStudio
	SubjectCluster
	SubjectVPC
	SubjectSubnet
	SubjectEndpoint // of EMR on EKS
)

// String gives the word that JSON uses.
func (k SubjectKind) String() string {
	switch k {
	case SubjectGroup:
		return "group"
	case SubjectStudio:
		return "studio"
	case SubjectCluster:
		return "cluster"
	case SubjectVPC:
		return "vpc"
	case SubjectSubnet:
		return "subnet"
	case SubjectEndpoint:
		return "endpoint"
	}
	return "group"
}

// Subject is what a finding is about.
type Subject struct {
	Kind SubjectKind
	ID   string
	Name string // for sentences; may be ""
}

// Label gives "Name (id)", or the id alone.
func (s Subject) Label() string {
	if s.Name == "" || s.Name == s.ID {
		return s.ID
	}
	return s.Name + " (" + s.ID + ")"
}

// Evidence is one fact that a finding rests on: a rule where there is one, and a sentence.
type Evidence struct {
	Group  string // id; "" if the fact is about no group
	RuleID string // sgr-…; "" if there is no rule or its id was not read
	Rule   Rule   // the zero Rule if there is none
	Text   string // in words, complete by itself
}

// Remedy is what can be done about a finding: Fix, Advice or nil.
//
//sumtype:decl
type Remedy interface{ remedy() }

// Fix is a remedy that sgscope can carry out: a plan is made of it.
type Fix struct{ Changes []Change }

// Advice is a remedy that only the operator can carry out. Command is a line to paste, or "".
type Advice struct{ Text, Command string }

func (Fix) remedy()    {}
func (Advice) remedy() {}

// Finding is a requirement or check, judged for one subject. Badges, edges, sentences, exit codes
// and plans are all readings of it.
type Finding struct {
	ID       string // of the requirement, e.g. "workspace-egress-18888"
	Subject  Subject
	Peer     string // the other group, where the requirement has one per peer; else ""
	State    State
	Severity Severity
	VPC      string
	Title    string     // the fault in a few words, for lists
	Reason   string     // one sentence: what is, and what follows
	Why      string     // why EMR asks for it
	Source   string     // link to where AWS says so, or "" for a check of ours
	Evidence []Evidence // what it rests on, nearest rule first
	Remedy   Remedy     // nil if nothing can be proposed
	Studios  []string   // ids of the Studios that it touches
	Clusters []string   // ids of the clusters that it touches
}

// Key names the finding in a way that stays the same from run to run: id:subject[:peer].
func (f Finding) Key() string {
	key := f.ID + ":" + f.Subject.ID
	if f.Peer != "" {
		key += ":" + f.Peer
	}
	return key
}
