package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// Clusters is the kind of a matrix that says who runs code on which clusters.
const Clusters = "clusters"

// Isolation is the document of `sgscope matrix --of clusters -o json`.
type Isolation struct {
	SchemaVersion int       `json:"schemaVersion"`
	Origin        Origin    `json:"origin"`
	Runners       []Runner  `json:"runners"`
	Cells         []RunCell `json:"cells"`
	Warnings      []Undone  `json:"warnings"`
}

// Runner is a pair of groups whose Workspaces or notebooks run code.
type Runner struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Studio    string   `json:"studio"`
	VPC       string   `json:"vpc"`
	Workspace GroupRef `json:"workspace"`
	Engine    GroupRef `json:"engine"`
	Isolated  bool     `json:"isolated"`
}

// RunCell is what the Workspaces of a pair can do on a cluster.
type RunCell struct {
	Runner  string      `json:"runner"`
	Cluster string      `json:"cluster"`
	Name    string      `json:"name"`
	Word    string      `json:"word"`
	Attach  string      `json:"attach"`
	Verdict string      `json:"verdict"`
	Reasons []string    `json:"reasons"`
	Rules   []RuleMatch `json:"rules"`
}

// Undone is something that makes pairs no longer apart.
type Undone struct {
	Text    string   `json:"text"`
	Group   GroupRef `json:"group"`
	Runners []string `json:"runners"`
}

// IsolationJSON gives the document of who runs code where.
func IsolationJSON(v View, m emr.Isolation) Isolation {
	doc := Isolation{
		SchemaVersion: SchemaVersion, Origin: v.origin(), Runners: []Runner{}, Cells: []RunCell{}, Warnings: []Undone{},
	}
	for i, p := range m.Runners {
		doc.Runners = append(doc.Runners, Runner{
			ID: p.ID, Name: p.Name, Studio: p.Studio, VPC: p.VPC, Workspace: v.groupRef(p.Workspace),
			Engine: v.groupRef(p.Engine), Isolated: m.Isolated(p),
		})
		for k, c := range m.Clusters {
			cell := m.At(i, k)
			out := RunCell{
				Runner: p.ID, Cluster: c.ID, Name: c.Name, Word: cell.Word.String(), Attach: cell.Attach.String(), Verdict: cell.Verdict.String(),
				Reasons: list(cell.Why), Rules: []RuleMatch{},
			}
			for _, r := range cell.Rules {
				out.Rules = append(out.Rules, v.match(r, nil))
			}
			doc.Cells = append(doc.Cells, out)
		}
	}
	for _, w := range m.Warnings {
		doc.Warnings = append(doc.Warnings, Undone{w.Text, v.groupRef(w.Group), list(w.Pairs)})
	}
	return doc
}

// IsolationCSV writes a row for each pair and cluster.
func IsolationCSV(w io.Writer, m emr.Isolation) error {
	out := csv.NewWriter(w)
	rows := [][]string{{"runner", "runner_name", "workspace", "engine", "cluster", "cluster_name", "verdict", "word", "attach", "reason"}}
	for i, p := range m.Runners {
		for k, c := range m.Clusters {
			cell := m.At(i, k)
			why := ""
			if len(cell.Why) > 0 {
				why = cell.Why[0]
			}
			rows = append(rows, []string{
				p.ID, p.Name, p.Workspace, p.Engine, c.ID, c.Name, cell.Verdict.String(), cell.Word.String(), cell.Attach.String(), why,
			})
		}
	}
	for _, row := range rows {
		for i, text := range row {
			row[i] = model.Printable(text)
		}
	}
	if err := out.WriteAll(rows); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
}

// IsolationText tells who runs code on which clusters, then what undoes isolation.
func IsolationText(w io.Writer, v View, m emr.Isolation) error {
	p := &printer{w: w, marks: v.marks()}
	p.line(0, "Who runs code on which clusters: ", strconv.Itoa(len(m.Runners)), " of Studios and notebooks, ",
		plural(len(m.Clusters), "live cluster", "live clusters"))
	for i, r := range m.Runners {
		p.gap()
		p.line(0, RunnerText(v.snapshot(), r))
		for k, c := range m.Clusters {
			cell := m.At(i, k)
			text := model.Printable(c.Name) + " (" + c.ID + "): " + cell.String()
			if len(cell.Why) > 0 {
				text += ": " + cell.Why[0]
			}
			p.line(1, p.marks.Verdict(cell.Verdict), " ", text)
			for n := 1; n < len(cell.Why); n++ {
				p.line(3, cell.Why[n])
			}
		}
		if len(m.Clusters) == 0 {
			p.line(1, "no live cluster was read")
		}
	}
	for i, x := range m.Warnings {
		if i == 0 {
			p.gap()
			p.line(0, "What undoes isolation")
		}
		p.line(0, p.marks.Partly, " ", x.Text)
	}
	p.gap()
	p.line(0, IsolationNote)
	return p.err
}

// IsolationNote says what groups can keep apart, and what they cannot.
const IsolationNote = "Groups keep one pair's Workspaces off clusters that another pair is attached to. Which clusters a Workspace " +
	"may attach to is decided by its Studio's subnets and by IAM, not by groups."

// RunnerText names a pair with its two groups.
func RunnerText(s model.Snapshot, p emr.Pair) string {
	engine := "Engine not known"
	if p.Engine != "" {
		engine = GroupText(s, p.Engine)
	}
	return model.Printable(p.Name) + ": " + GroupText(s, p.Workspace) + " and " + engine
}
