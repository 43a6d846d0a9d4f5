package report

import (
	"fmt"
	"time"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// SchemaVersion is that of every JSON document. It grows when a reader of the old form would break.
const SchemaVersion = 1

// Origin is where the data of a document comes from.
type Origin struct {
	Kind      string    `json:"kind"`
	Name      string    `json:"name"`
	Account   string    `json:"account"`
	Caller    string    `json:"caller"`
	Partition string    `json:"partition"`
	Region    string    `json:"region"`
	Endpoint  string    `json:"endpoint"`
	VPC       string    `json:"vpc"`
	ReadAt    string    `json:"readAt"`
	Malformed []Problem `json:"malformed"`
}

// Problem is something in a file that could not be read. The rest of the file was.
type Problem struct {
	File   string `json:"file"`
	Line   int    `json:"line"` // from 1; 0 if the problem is the file as a whole
	Column int    `json:"column"`
	Text   string `json:"text"`
}

// String gives "file:line:column: text", as compilers do.
func (p Problem) String() string {
	if p.Line == 0 {
		return p.File + ": " + p.Text
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Text)
}

// GroupRef names a security group. A pending one is not made yet.
type GroupRef struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Pending bool   `json:"pending"`
}

// PeerRef is a rule's far end.
type PeerRef struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
}

// Rule is a rule of a security group.
type Rule struct {
	Direction   string  `json:"direction"`
	Protocol    string  `json:"protocol"`
	Ports       string  `json:"ports"`
	Peer        PeerRef `json:"peer"`
	Description string  `json:"description"`
	Text        string  `json:"text"`
}

// Tag is a tag that a change sets or removes.
type Tag struct {
	Key    string `json:"key"`
	Value  string `json:"value"`
	Old    string `json:"old"`
	HadOld bool   `json:"hadOld"`
}

// Change is one edit, whether planned, or the remedy of a finding or of a blocked path.
type Change struct {
	Kind        string   `json:"kind"`
	Purpose     string   `json:"purpose"`
	Group       GroupRef `json:"group"`
	VPC         string   `json:"vpc"`
	Description string   `json:"description"`
	Rule        Rule     `json:"rule,omitzero"`
	RuleID      string   `json:"ruleId"`
	Tag         Tag      `json:"tag,omitzero"`
	Reason      string   `json:"reason"`
	Clears      []string `json:"clears"`
	Blocked     string   `json:"blocked"`
	Drift       string   `json:"drift"`
	Template    string   `json:"template"`
	Command     string   `json:"command"`
	Opening     string   `json:"opening"`
}

// Advice is what only the operator can do.
type Advice struct {
	Text    string `json:"text"`
	Command string `json:"command"`
}

// Unread is a part that was not read whole.
type Unread struct {
	Part    string `json:"part"`
	State   string `json:"state"`
	Failure string `json:"failure"`
	Call    string `json:"call"`
	Missing string `json:"missing"`
	Message string `json:"message"`
	Effect  string `json:"effect"`
}

func (v View) origin() Origin {
	out := originOf(v.snapshot())
	out.VPC, out.Malformed = v.Analysis.Scope().VPC, list(v.Malformed)
	return out
}

func originOf(s model.Snapshot) Origin {
	o := s.Origin()
	kind := "account"
	switch o.Kind {
	case model.FromAccount:
	case model.FromSandbox:
		kind = "sandbox"
	case model.FromFile:
		kind = "snapshot"
	}
	read := ""
	if !o.ReadAt.IsZero() {
		read = o.ReadAt.UTC().Format(time.RFC3339)
	}
	return Origin{
		Kind: kind, Name: o.Name, Account: o.Caller.Account, Caller: o.Caller.ARN, Partition: o.Partition,
		Region: o.Region, Endpoint: o.Endpoint, ReadAt: read, Malformed: []Problem{},
	}
}

func (v View) groupRef(id string) GroupRef {
	g := GroupRef{ID: id, Pending: model.IsPending(id)}
	if have, ok := v.snapshot().Group(id); ok {
		g.Name = have.Name
	} else if g.Pending {
		_, g.Name = model.PendingName(id)
	}
	return g
}

func (v View) rule(r model.Rule, description string) Rule {
	return Rule{
		Direction: r.Direction.String(), Protocol: r.Protocol.String(), Ports: r.Ports.Text(r.Protocol),
		Peer: PeerRef{r.Peer.Kind.String(), r.Peer.String()}, Description: description,
		Text: RuleText(v.snapshot(), r),
	}
}

// change gives a change; the reasons for it are the step's to add.
func (v View) change(c model.Change, purpose model.Purpose) Change {
	out := Change{
		Kind: model.ChangeKind(c), Purpose: purpose.String(), Group: v.groupRef(c.Target()),
		Clears: []string{}, Command: CLI(c, v.Place), Opening: reach.Opening(v.snapshot(), c),
	}
	if g, ok := v.snapshot().Group(c.Target()); ok {
		out.VPC = g.VPC
	}
	switch c := c.(type) {
	case model.CreateGroup:
		out.VPC, out.Description = c.VPC, c.Description
		if c.Tag != (model.Tag{}) {
			out.Tag = Tag{Key: c.Tag.Key, Value: c.Tag.Value}
		}
	case model.Authorize:
		out.Rule = v.rule(c.Rule, c.Description)
	case model.Revoke:
		out.RuleID = c.RuleID
		out.Rule = v.rule(c.Rule, v.described(c))
	case model.SetTag:
		out.Tag = Tag{Key: c.Key, Value: c.New, Old: c.Old, HadOld: c.HadOld}
	case model.DeleteGroup:
		out.VPC, out.Description = c.VPC, c.Description
	case model.RemoveTag:
		out.Tag = Tag{Key: c.Key, Old: c.Old, HadOld: true}
	}
	return out
}

// described gives the description of a rule that is to go.
func (v View) described(c model.Revoke) string {
	g, ok := v.snapshot().Group(c.Group)
	if !ok {
		return ""
	}
	have, _ := g.Find(c.Rule)
	return have.Description
}

// list gives a slice that JSON writes as [] when it is empty.
func list[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}

// Scenarios is the document of `sgscope sandbox --list -o json`.
type Scenarios struct {
	SchemaVersion int        `json:"schemaVersion"`
	Scenarios     []Scenario `json:"scenarios"`
}

// Scenario is something that the sandbox can play.
type Scenario struct {
	Name  string   `json:"name"`
	Title string   `json:"title"`
	Story string   `json:"story"`
	Wrong []string `json:"wrong"`
	// Failure is the number of the failure that it plays; 0 for none.
	Failure int `json:"failure"`
}
