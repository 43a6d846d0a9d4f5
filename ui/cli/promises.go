package cli

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
	"github.com/sgscope/sgscope/ui/report"
)

// promise is one row of a file of promises: its cells, and what is wrong with the row by itself.
type promise struct {
	row report.Row
	bad []string
}

// columns says where the cells are that mean something, and which others there are.
type columns struct {
	at     map[string]int
	titles []string // of the others
	others []int
	count  int
}

// wanted are the columns that a file of promises must have, in any order.
func wanted() []string { return []string{"from", "to", "protocol", "port", "expect"} }

// readPromises reads a table: a header, then a promise a row. Only a header that cannot be used is an
// error; a row that cannot is a bad row among the others.
func readPromises(in io.Reader) ([]promise, error) {
	text := bufio.NewReader(in)
	if err := skipMark(text); err != nil {
		return nil, err
	}
	r := csv.NewReader(text)
	r.FieldsPerRecord = -1
	header, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("is empty: want a header with %s, then a row for each promise", strings.Join(wanted(), ","))
	}
	if err != nil {
		return nil, fmt.Errorf("read the header: %w", err)
	}
	cols, err := columnsOf(header)
	if err != nil {
		return nil, err
	}
	var out []promise
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		broken, isParse := errors.AsType[*csv.ParseError](err)
		switch {
		case isParse:
			bad := fmt.Sprintf("column %d: %s", broken.Column, broken.Err)
			out = append(out, promise{report.Row{Line: broken.StartLine, More: cols.more(nil)}, []string{bad}})
			continue
		case err != nil:
			return nil, err //nolint:wrapcheck // it says what it was doing, and the caller names the file
		}
		line, _ := r.FieldPos(0)
		if len(cells) == 1 && strings.TrimSpace(cells[0]) == "" {
			continue // a line of blanks is no row, as an empty one is none
		}
		out = append(out, cols.promise(line, cells))
	}
	if len(out) == 0 {
		return nil, errors.New("has a header and no rows: nothing is promised")
	}
	return out, nil
}

// skipMark passes over the mark that some programs put before UTF-8, and refuses UTF-16.
func skipMark(r *bufio.Reader) error {
	head, err := r.Peek(3)
	if err != nil && !errors.Is(err, io.EOF) {
		return err //nolint:wrapcheck // it says what it was doing, and the caller names the file
	}
	switch {
	case bytes.Equal(head, []byte("\xef\xbb\xbf")):
		_, err := r.Discard(3)
		return err //nolint:wrapcheck // unreachable: the bytes are there
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return errors.New("is UTF-16: save it as UTF-8")
	}
	return nil
}

func columnsOf(header []string) (columns, error) {
	c := columns{at: map[string]int{}, count: len(header)}
	for i, title := range header {
		title = strings.TrimSpace(title)
		name := strings.ToLower(title)
		if !slices.Contains(wanted(), name) {
			c.titles, c.others = append(c.titles, title), append(c.others, i)
			continue
		}
		if _, twice := c.at[name]; twice {
			return c, fmt.Errorf("the header has %s twice", name)
		}
		c.at[name] = i
	}
	var missing []string
	for _, name := range wanted() {
		if _, ok := c.at[name]; !ok {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return c, fmt.Errorf("the header lacks %s: it is %q, want from,to,protocol,port,expect in any order",
			strings.Join(missing, ", "), strings.Join(header, ","))
	}
	c.titles = report.RowTitles(c.titles)
	return c, nil
}

func (c columns) promise(line int, cells []string) promise {
	cell := func(name string) string {
		if i := c.at[name]; i < len(cells) {
			return strings.TrimSpace(cells[i])
		}
		return ""
	}
	p := promise{row: report.Row{
		Line: line, From: cell("from"), To: cell("to"), Protocol: cell("protocol"), Port: cell("port"),
		Expect: cell("expect"), More: c.more(cells),
	}}
	if len(cells) > c.count {
		p.bad = append(p.bad, fmt.Sprintf("%d cells under %d titles: is there a comma that needs quotes?", len(cells), c.count))
	}
	for _, name := range []string{"from", "to", "protocol"} {
		if cell(name) == "" {
			p.bad = append(p.bad, name+" is empty")
		}
	}
	switch want := strings.ToLower(p.row.Expect); want {
	case model.Allowed.String(), model.Blocked.String():
		p.row.Expect = want
	case "":
		p.bad = append(p.bad, "expect is empty: want allowed or blocked")
	default:
		p.bad = append(p.bad, fmt.Sprintf("expect %q: want allowed or blocked", p.row.Expect))
	}
	return p
}

func (c columns) more(cells []string) []report.Column {
	var out []report.Column
	for k, i := range c.others {
		text := ""
		if i < len(cells) {
			text = cells[i]
		}
		out = append(out, report.Column{Title: c.titles[k], Text: text})
	}
	return out
}

// question reads what the row asks; the ends are found later.
func (p *promise) question(layers reach.Layers) reach.Question {
	q := reach.Question{Layers: layers}
	var err error
	if p.row.Protocol == "" {
		return q // said already
	}
	if q.Protocol, err = model.ParseProtocol(p.row.Protocol); err != nil {
		p.bad = append(p.bad, err.Error())
		return q
	}
	port := p.row.Port
	if port == "-" {
		port = ""
	}
	if port != "" && !q.Protocol.HasPorts() {
		p.bad = append(p.bad, fmt.Sprintf("port %q means nothing for protocol %s", port, q.Protocol))
		return q
	}
	if q.Ports, err = model.ParsePorts(q.Protocol, port); err != nil {
		p.bad = append(p.bad, err.Error())
	}
	return q
}
