package report

import (
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// Place says where lines of aws-cli are to run. Empty fields are left to aws-cli's own settings.
type Place struct{ Profile, Region, Endpoint string }

// SandboxEndpoint is where `sgscope sandbox --listen` serves the sandbox if it is not told otherwise.
const SandboxEndpoint = "http://127.0.0.1:4599"

// PlaceOf gives the place that a snapshot was read from. Lines about the sandbox name the served
// sandbox, so that none of them can reach an account.
func PlaceOf(s model.Snapshot, src model.Source) Place {
	o := s.Origin()
	p := Place{Profile: src.Profile, Region: o.Region, Endpoint: o.Endpoint}
	if p.Region == "" {
		p.Region = src.Region
	}
	if p.Endpoint == "" {
		p.Endpoint = src.Endpoint
	}
	if o.Kind == model.FromSandbox {
		p.Profile = ""
		if !strings.HasPrefix(p.Endpoint, "http://127.0.0.1:") {
			p.Endpoint = SandboxEndpoint
		}
	}
	return p
}

// Command gives a line of aws-cli with the options that say where it is to run, so that one about the
// sandbox never reaches an account. What is no such line stays as it is.
func (p Place) Command(line string) string {
	if !strings.HasPrefix(line, "aws ") || strings.ContainsAny(line, "\n") {
		return line
	}
	return strings.Join(append([]string{line}, p.words()...), " ")
}

// advice gives advice with its command for the place that the data is from.
func (v View) advice(a model.Advice) Advice { return Advice{a.Text, v.command(a.Command)} }

// command gives a line of aws-cli for the place that the data is from, and one of sgscope itself for
// the source: what is said of the sandbox or a file is to be asked there again.
func (v View) command(line string) string {
	if !strings.HasPrefix(line, "sgscope ") {
		return v.Place.Command(line)
	}
	o, words := v.snapshot().Origin(), []string{line}
	switch o.Kind {
	case model.FromSandbox:
		words = append(words, "--sandbox="+word(o.Name))
	case model.FromFile:
		words = append(words, "--snapshot", word(o.Name))
	case model.FromAccount:
		words = append(words, v.Place.words()...)
	}
	return strings.Join(words, " ")
}

// CLI gives the line of aws-cli that does what the change does, safe to paste into sh whatever text
// it holds. A group not made yet is a shell variable that the line creating it sets.
func CLI(c model.Change, at Place) string {
	switch c := c.(type) {
	case model.CreateGroup:
		return createLine(c, at)
	case model.Authorize:
		return ruleLine("authorize", c.Group, c.Rule, at, append([]arg{{
			json: permissions(c.Rule, c.Description),
			flag: "ip-permissions", member: "IpPermissions",
		}}, ruleTags(c.Tags)...)...)
	case model.Revoke:
		by := arg{json: permissions(c.Rule, ""), flag: "ip-permissions", member: "IpPermissions"}
		if c.RuleID != "" {
			by = arg{flag: "security-group-rule-ids", member: "SecurityGroupRuleIds", list: []string{c.RuleID}}
		}
		return ruleLine("revoke", c.Group, c.Rule, at, by)
	case model.SetTag:
		return tagLine("create-tags", c.Group, model.Tag{Key: c.Key, Value: c.New}, at)
	case model.DeleteGroup:
		return line(at, "ec2 delete-security-group", arg{flag: "group-id", member: "GroupId", value: c.Group})
	case model.RemoveTag:
		return tagLine("delete-tags", c.Group, model.Tag{Key: c.Key, Value: c.Old}, at)
	}
	return ""
}

// StudioCommand gives the line that makes a Studio with two groups. What sgscope cannot know stands
// in capitals. Subnets may be none; they are then left to fill in as well.
// Source: https://docs.aws.amazon.com/cli/latest/reference/emr/create-studio.html
func StudioCommand(vpc, workspace, engine string, subnets []string, at Place) string {
	if len(subnets) == 0 {
		subnets = []string{"SUBNET_ID"}
	}
	return line(at, "emr create-studio",
		arg{flag: "name", member: "Name", value: "STUDIO_NAME"},
		arg{flag: "auth-mode", member: "AuthMode", value: "IAM"},
		arg{flag: "vpc-id", member: "VpcId", value: vpc},
		arg{flag: "subnet-ids", member: "SubnetIds", list: subnets},
		arg{flag: "service-role", member: "ServiceRole", value: "SERVICE_ROLE_ARN"},
		arg{flag: "workspace-security-group-id", member: "WorkspaceSecurityGroupId", value: workspace},
		arg{flag: "engine-security-group-id", member: "EngineSecurityGroupId", value: engine},
		arg{flag: "default-s3-location", member: "DefaultS3Location", value: "s3://BUCKET/PATH"})
}

func createLine(c model.CreateGroup, at Place) string {
	args := []arg{
		{flag: "vpc-id", member: "VpcId", value: c.VPC},
		{flag: "group-name", member: "GroupName", value: c.Name},
		{flag: "description", member: "Description", value: c.Description},
	}
	if c.Tag != (model.Tag{}) {
		args = append(args, arg{
			flag: "tag-specifications", member: "TagSpecifications",
			json: []tagSpecification{{"security-group", []awsTag{{c.Tag.Key, c.Tag.Value}}}},
		})
	}
	call := line(at, "ec2 create-security-group", args...)
	return Variable(c.Target()) + "=$(" + call + " --query GroupId --output text)"
}

func ruleLine(verb, group string, r model.Rule, at Place, what ...arg) string {
	return line(at, "ec2 "+verb+"-security-group-"+r.Direction.String(),
		append([]arg{{flag: "group-id", member: "GroupId", value: group}}, what...)...)
}

// ruleTags gives the option that tags a rule as it is made; none without tags.
func ruleTags(set model.TagSet) []arg {
	spec := tagSpecification{ResourceType: "security-group-rule"}
	for _, t := range set.Tags() {
		spec.Tags = append(spec.Tags, awsTag{t.Key, t.Value})
	}
	if len(spec.Tags) == 0 {
		return nil
	}
	return []arg{{flag: "tag-specifications", member: "TagSpecifications", json: []tagSpecification{spec}}}
}

func tagLine(verb, group string, t model.Tag, at Place) string {
	return line(at, "ec2 "+verb, arg{flag: "resources", member: "Resources", list: []string{group}},
		arg{flag: "tags", member: "Tags", json: []awsTag{{t.Key, t.Value}}})
}

// arg is one option of a call: a text, a list of texts, or something that is written as JSON.
type arg struct {
	flag, member string // --group-id; GroupId
	value        string
	list         []string
	json         any
}

// line puts a call together. Values that aws-cli would misread travel in --cli-input-json.
func line(at Place, call string, args ...arg) string {
	words := []string{"aws", call}
	input := map[string]any{}
	for _, a := range args {
		switch {
		case a.json != nil:
			words = append(words, "--"+a.flag, jsonWord(a.json))
		case a.list != nil && slices.ContainsFunc(a.list, risky):
			input[a.member] = a.list
		case a.list != nil:
			words = append(words, "--"+a.flag)
			for _, v := range a.list {
				words = append(words, idWord(v))
			}
		case risky(a.value):
			input[a.member] = a.value
		default:
			words = append(words, "--"+a.flag, idWord(a.value))
		}
	}
	if len(input) > 0 {
		words = append(words, "--cli-input-json", jsonWord(input))
	}
	return strings.Join(append(words, at.words()...), " ")
}

// words gives the options that say where a line is to run.
func (p Place) words() []string {
	var out []string
	for _, o := range []struct{ flag, value string }{
		{"--profile", p.Profile}, {"--region", p.Region}, {"--endpoint-url", p.Endpoint},
	} {
		switch {
		case o.value == "":
		case strings.HasPrefix(o.value, "-"):
			out = append(out, o.flag+"="+word(o.value))
		default:
			out = append(out, o.flag, word(o.value))
		}
	}
	return out
}

// idWord is a word, or the variable of a group that is not made yet.
func idWord(s string) string {
	if model.IsPending(s) {
		return `"$` + Variable(s) + `"`
	}
	return word(s)
}

type (
	awsTag           struct{ Key, Value string }
	tagSpecification struct {
		ResourceType string
		Tags         []awsTag
	}
	ipPermission struct {
		IpProtocol       string      //nolint:revive // the API's spelling
		FromPort         *int        `json:",omitempty"`
		ToPort           *int        `json:",omitempty"`
		IpRanges         []ipRange   `json:",omitempty"` //nolint:revive // the API's spelling
		Ipv6Ranges       []ip6Range  `json:",omitempty"`
		UserIdGroupPairs []groupPair `json:",omitempty"` //nolint:revive // the API's spelling
		PrefixListIds    []listEntry `json:",omitempty"` //nolint:revive // the API's spelling
	}
	ipRange struct {
		CidrIp      string //nolint:revive // the API's spelling
		Description string `json:",omitempty"`
	}
	ip6Range struct {
		CidrIpv6    string
		Description string `json:",omitempty"`
	}
	groupPair struct {
		GroupId     string //nolint:revive // the API's spelling
		Description string `json:",omitempty"`
	}
	listEntry struct {
		PrefixListId string //nolint:revive // the API's spelling
		Description  string `json:",omitempty"`
	}
)

// permissions gives a rule as the API's IpPermissions.
func permissions(r model.Rule, description string) []ipPermission {
	p := ipPermission{IpProtocol: r.Protocol.API()}
	if from, to, wanted := r.APIPorts(); wanted {
		p.FromPort, p.ToPort = &from, &to
	}
	switch r.Peer.Kind {
	case model.PeerNone:
	case model.PeerCIDR:
		if r.Peer.Prefix.Addr().Is4() {
			p.IpRanges = []ipRange{{r.Peer.Prefix.String(), description}}
		} else {
			p.Ipv6Ranges = []ip6Range{{r.Peer.Prefix.String(), description}}
		}
	case model.PeerGroup:
		p.UserIdGroupPairs = []groupPair{{r.Peer.ID, description}}
	case model.PeerPrefixList:
		p.PrefixListIds = []listEntry{{r.Peer.ID, description}}
	}
	return []ipPermission{p}
}

// jsonWord gives JSON as one word of sh, with the variables of groups that are not made yet.
func jsonWord(v any) string {
	text := "'" + strings.ReplaceAll(compact(v), "'", `'\''`) + "'"
	const key = `"GroupId":"` // no text can hold it: inside of one the quotes are escaped
	var out strings.Builder
	for {
		before, after, found := strings.Cut(text, key+"new:")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		// Names hold neither quotes nor backslashes, as EC2's characters for them say.
		id, rest, _ := strings.Cut(after, `"`)
		out.WriteString(key + `'"$` + Variable("new:"+id) + `"'"`)
		text = rest
	}
}
