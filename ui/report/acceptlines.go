package report

import (
	"bytes"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/sgscope/sgscope/model/accept"
)

// acceptFor is how long an acceptance is proposed to hold.
const acceptFor = 90 * 24 * time.Hour

// AcceptLines gives the lines by which a finding is accepted in a file: all of a new file, or, where the
// file has entries, the one to add. The reason is left open: a file without it is refused, so that
// nobody accepts without saying why.
func AcceptLines(key string, file accept.List, now time.Time) string {
	entry := mapping("key", key, "reason", "", "until", now.Add(acceptFor).UTC().Format(time.DateOnly))
	entry.Content[3].LineComment = "say why: it must be there"
	list := &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{entry}}
	if len(file.Entries()) > 0 {
		item := strings.TrimSuffix(indented(list), "\n")
		return "  " + strings.ReplaceAll(item, "\n", "\n  ") + "\n" // as the lines of a new file are
	}
	return indented(&yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{scalar("accept"), list}})
}

func mapping(words ...string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for _, w := range words {
		n.Content = append(n.Content, scalar(w))
	}
	return n
}

// scalar gives one that is read back as the same text.
func scalar(s string) *yaml.Node {
	n := &yaml.Node{}
	n.SetString(s)
	if s == "" {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

func indented(n *yaml.Node) string {
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(n); err != nil {
		panic(err) // unreachable: these nodes are scalars in lists and mappings
	}
	return b.String()
}
