package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/sgscope/sgscope/model/accept"
)

// configName is the file that is read of the working directory, unless --config names another.
const configName = ".sgscope.yaml"

// longestConfig is how much of a file of accepted findings is read.
const longestConfig = 1 << 20

// accepted reads the file of accepted findings. That there is none is no fault unless one was named.
func (a *app) accepted() (accept.List, error) {
	name := a.flags.config
	if name == "" {
		name = configName
	}
	f, err := os.Open(name)
	if err != nil {
		if a.flags.config == "" && errors.Is(err, fs.ErrNotExist) {
			return accept.List{}, nil
		}
		return accept.List{}, fmt.Errorf("--config: %w", err)
	}
	defer func() { _ = f.Close() }() // nothing was written
	text, err := io.ReadAll(io.LimitReader(f, longestConfig+1))
	if err != nil {
		return accept.List{}, fmt.Errorf("--config: %w", err)
	}
	if len(text) > longestConfig {
		return accept.List{}, fmt.Errorf("%s: longer than a megabyte: is it the right file?", name)
	}
	l, err := readAccepted(name, text)
	if err != nil {
		return accept.List{}, fmt.Errorf("%s: %w", name, err)
	}
	return l, nil
}

// readAccepted reads YAML: accept, a list of key, reason and until. What it does not know it refuses,
// because a field with a typing error would else accept for ever.
func readAccepted(name string, text []byte) (accept.List, error) {
	d := yaml.NewDecoder(bytes.NewReader(text))
	var doc yaml.Node
	switch err := d.Decode(&doc); {
	case errors.Is(err, io.EOF):
		return accept.New(name, nil) //nolint:wrapcheck // there is nothing to refuse
	case err != nil:
		return accept.List{}, errors.New(strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if err := d.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return accept.List{}, errors.New("wants one document, without ---")
	}
	var entries []accept.Entry
	err := eachField(doc.Content[0], "the file", []string{"accept"}, func(_ string, list *yaml.Node) error {
		if empty(list) {
			return nil
		}
		if list.Kind != yaml.SequenceNode {
			return fault(list, "accept wants a list: lines that begin with -")
		}
		for _, n := range list.Content {
			e, err := readEntry(n)
			if err != nil {
				return err
			}
			entries = append(entries, e)
		}
		return nil
	})
	if err != nil {
		return accept.List{}, err
	}
	return accept.New(name, entries) //nolint:wrapcheck // it names the line, and the caller the file
}

func readEntry(n *yaml.Node) (accept.Entry, error) {
	e := accept.Entry{Line: n.Line}
	err := eachField(n, "an entry", []string{"key", "reason", "until"}, func(field string, v *yaml.Node) error {
		if v.Kind != yaml.ScalarNode {
			return fault(v, field+" wants a text")
		}
		text := v.Value
		if empty(v) {
			text = ""
		}
		switch field {
		case "key":
			e.Key = text
		case "reason":
			e.Reason = text
		case "until":
			day, err := accept.ParseDay(text)
			if err != nil {
				return fault(v, "until: "+err.Error())
			}
			e.Until = day
		}
		return nil
	})
	return e, err
}

// eachField gives the fields of a mapping, each once and none that is not wanted.
func eachField(n *yaml.Node, what string, wanted []string, do func(field string, v *yaml.Node) error) error {
	if empty(n) {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		return fault(n, what+" wants the fields "+strings.Join(wanted, ", "))
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		switch {
		case k.Kind != yaml.ScalarNode || !slices.Contains(wanted, k.Value):
			return fault(k, fmt.Sprintf("%s has no field %q: it has %s", what, k.Value, strings.Join(wanted, ", ")))
		case seen[k.Value]:
			return fault(k, what+" has "+k.Value+" twice")
		}
		seen[k.Value] = true
		if err := do(k.Value, v); err != nil {
			return err
		}
	}
	return nil
}

// empty reports whether nothing stands there.
func empty(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

func fault(n *yaml.Node, text string) error { return fmt.Errorf("line %d: %s", n.Line, text) }
