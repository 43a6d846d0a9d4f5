package emr

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// Mentions is what a text names, each once, in order of appearance.
type Mentions struct {
	Groups     []string // sg-…
	Names      []string // EMR's names of groups and of the fields that hold them
	Clusters   []string // j-…
	Studios    []string // es-…
	VPCs       []string
	Subnets    []string
	Interfaces []string
	Instances  []string
	Ports      []uint16
}

// Mentioned gives what a text names.
func Mentioned(text string) Mentions {
	if len(text) > longestText {
		text = text[:longestText]
	}
	var m Mentions
	ids := regexp.MustCompile(`(?i)(^|[^0-9a-z-])(sg|eni|vpc|subnet|es|j|i)-([0-9a-z]{1,32})`)
	for at := 0; ; {
		hit := ids.FindStringSubmatchIndex(text[at:])
		if hit == nil {
			break
		}
		kind, rest := strings.ToLower(text[at+hit[4]:at+hit[5]]), text[at+hit[6]:at+hit[7]]
		end := at + hit[7]
		// Placeholders and ordinary words have no digit, or go on.
		if strings.ContainsAny(rest, "0123456789") && !goesOn(text[end:]) {
			m.add(kind, rest)
		}
		at = end
	}
	m.Names = namesIn(text)
	m.Ports = portsIn(text)
	return m
}

// goesOn reports whether an id would go on: what was found is then the beginning of another word.
func goesOn(rest string) bool {
	if rest == "" {
		return false
	}
	c := rest[0]
	return c == '-' || c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func (m *Mentions) add(kind, rest string) {
	put := func(to *[]string, id string) {
		if !slices.Contains(*to, id) {
			*to = append(*to, id)
		}
	}
	low := kind + "-" + strings.ToLower(rest)
	switch kind {
	case "sg":
		put(&m.Groups, low)
	case "eni":
		put(&m.Interfaces, low)
	case "vpc":
		put(&m.VPCs, low)
	case "subnet":
		put(&m.Subnets, low)
	case "i":
		put(&m.Instances, low)
	case "j":
		put(&m.Clusters, "j-"+strings.ToUpper(rest))
	case "es":
		put(&m.Studios, "es-"+strings.ToUpper(rest))
	}
}

// namesIn gives the names that EMR has for groups and for the fields that hold them.
func namesIn(text string) []string {
	names := regexp.MustCompile(`(?i)DefaultEngineSecurityGroup|DefaultWorkspaceSecurityGroup(?:WithoutGit|Git)?` +
		`|ElasticMapReduce(?:Editors)?-[a-z]+(?:-Private)?|EmrManaged(?:Master|Slave|Primary|Core)SecurityGroup` +
		`|ServiceAccessSecurityGroup|Additional(?:Master|Slave)SecurityGroups?|(?:Engine|Workspace)SecurityGroupId`)
	var out []string
	for _, s := range names.FindAllString(text, -1) {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// portsIn gives the numbers that a text calls ports, and those that only EMR's ports are.
func portsIn(text string) []uint16 {
	called := regexp.MustCompile(`(?i)(?:\bports?|(?:from|to)_?port|\btcp|\budp)["']?[\s:=/]{1,4}` +
		`([0-9]{1,5})(?:\s?-\s?([0-9]{1,5}))?` +
		`\b|\b(18888|18889|1888|8443|8433|9443|8998)\b`)
	var out []uint16
	for _, hit := range called.FindAllStringSubmatch(text, -1) {
		for _, s := range hit[1:] {
			if n, err := strconv.ParseUint(s, 10, 16); err == nil && !slices.Contains(out, uint16(n)) {
				out = append(out, uint16(n))
			}
		}
	}
	return out
}

// names reports whether the text names what a finding is about.
func (m Mentions) names(f model.Finding) bool {
	about := func(list []string) bool {
		return slices.ContainsFunc(list, func(id string) bool {
			return strings.EqualFold(id, f.Subject.ID) || strings.EqualFold(id, f.Peer) || strings.EqualFold(id, f.VPC) ||
				slices.ContainsFunc(f.Studios, func(x string) bool { return strings.EqualFold(x, id) }) ||
				slices.ContainsFunc(f.Clusters, func(x string) bool { return strings.EqualFold(x, id) })
		})
	}
	return about(m.Groups) || about(m.Clusters) || about(m.Studios) || about(m.VPCs) || about(m.Subnets)
}
