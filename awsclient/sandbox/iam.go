package sandbox

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// iamRole is a role with its policies, whose documents are JSON.
type iamRole struct {
	name, arn, boundary string
	own, attached       []rolePolicy
	created             time.Time
}

type rolePolicy struct{ name, arn, version, document string }

// runIAM answers what a role may do.
//
// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
func (c *call) runIAM() error {
	run := map[string]func(*call) error{
		"GetRole": getRole, "ListRolePolicies": listRolePolicies, "GetRolePolicy": getRolePolicy,
		"ListAttachedRolePolicies": listAttachedPolicies, "GetPolicy": getPolicy, "GetPolicyVersion": getPolicyVersion,
	}[c.action]
	if run == nil {
		return refuse("InvalidAction", "Could not find operation %s for version 2010-05-08", c.action)
	}
	var err error
	c.x.in(c.action+"Result", func() { err = run(c) })
	return err
}

func noEntity(format string, args ...any) error {
	e := refuse("NoSuchEntity", format, args...)
	e.status = http.StatusNotFound
	return e
}

func (c *call) roleAsked() (*iamRole, error) {
	name := c.q.get("RoleName")
	if name == "" {
		return nil, refuse("ValidationError", "The request must contain the parameter RoleName.")
	}
	r := first(c.roles, func(r *iamRole) bool { return strings.EqualFold(r.name, name) })
	if r == nil {
		return nil, noEntity("The role with name %s cannot be found.", name)
	}
	return r, nil
}

func getRole(c *call) error {
	r, err := c.roleAsked()
	if err != nil {
		return err
	}
	c.x.in("Role", func() {
		c.x.text("Path", "/")
		c.x.text("RoleName", r.name)
		c.x.text("RoleId", "AROA"+strings.ToUpper(c.ids.derived("", r.name)[2:]))
		c.x.text("Arn", r.arn)
		c.x.text("CreateDate", r.created.UTC().Format("2006-01-02T15:04:05Z"))
		c.x.text("AssumeRolePolicyDocument", encoded(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow",`+
			`"Principal":{"Service":"elasticmapreduce.amazonaws.com"},"Action":"sts:AssumeRole"}]}`))
		if r.boundary != "" {
			c.x.in("PermissionsBoundary", func() {
				c.x.text("PermissionsBoundaryType", "Policy")
				c.x.text("PermissionsBoundaryArn", r.boundary)
			})
		}
	})
	return nil
}

// encoded is a document as IAM's API gives it.
//
// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html
func encoded(document string) string { return url.PathEscape(document) }

func listRolePolicies(c *call) error {
	r, err := c.roleAsked()
	if err != nil {
		return err
	}
	c.x.in("PolicyNames", func() {
		for _, p := range r.own {
			c.x.text("member", p.name)
		}
	})
	c.x.flag("IsTruncated", false)
	return nil
}

func getRolePolicy(c *call) error {
	r, err := c.roleAsked()
	if err != nil {
		return err
	}
	for _, p := range r.own {
		if p.name == c.q.get("PolicyName") {
			c.x.text("RoleName", r.name)
			c.x.text("PolicyName", p.name)
			c.x.text("PolicyDocument", encoded(p.document))
			return nil
		}
	}
	return noEntity("The role policy with name %s cannot be found.", c.q.get("PolicyName"))
}

func listAttachedPolicies(c *call) error {
	r, err := c.roleAsked()
	if err != nil {
		return err
	}
	c.x.in("AttachedPolicies", func() {
		for _, p := range r.attached {
			c.x.in("member", func() {
				c.x.text("PolicyName", p.name)
				c.x.text("PolicyArn", p.arn)
			})
		}
	})
	c.x.flag("IsTruncated", false)
	return nil
}

func (c *call) policyAsked() (rolePolicy, error) {
	arn := c.q.get("PolicyArn")
	for _, r := range c.roles {
		for _, p := range r.attached {
			if p.arn == arn {
				return p, nil
			}
		}
	}
	return rolePolicy{}, noEntity("Policy %s does not exist or is not attachable.", arn)
}

func getPolicy(c *call) error {
	p, err := c.policyAsked()
	if err != nil {
		return err
	}
	c.x.in("Policy", func() {
		c.x.text("PolicyName", p.name)
		c.x.text("Arn", p.arn)
		c.x.text("Path", "/")
		c.x.text("DefaultVersionId", p.version)
		c.x.flag("IsAttachable", true)
	})
	return nil
}

func getPolicyVersion(c *call) error {
	p, err := c.policyAsked()
	if err != nil {
		return err
	}
	if v := c.q.get("VersionId"); v != p.version {
		return noEntity("Policy %s version %s does not exist or is not attachable.", p.arn, v)
	}
	c.x.in("PolicyVersion", func() {
		c.x.text("Document", encoded(p.document))
		c.x.text("VersionId", p.version)
		c.x.flag("IsDefaultVersion", true)
	})
	return nil
}

// makeRoles makes the roles of the script, and those that Studios name and it does not tell of: they have the
// policy that AWS gives as an example.
func (b *builder) makeRoles() {
	list := slices.Clone(b.s.Roles)
	for _, t := range b.studios {
		_, name, ok := strings.Cut(t.serviceRole, ":role/")
		told := func(s roleScript) bool { return s.Name == name }
		if ok && !slices.ContainsFunc(list, told) {
			list = append(list, roleScript{Name: name, Policies: []policyScript{{
				Name: "EMRStudio", Document: json.RawMessage(b.examplePolicy()),
			}}})
		}
	}
	for _, s := range list {
		if s.Missing {
			continue
		}
		r := &iamRole{name: s.Name, arn: b.role(s.Name), boundary: s.Boundary, created: b.made(s.Created)}
		if r.boundary != "" && !strings.HasPrefix(r.boundary, "arn:") {
			r.boundary = b.policyARN(r.boundary)
		}
		for _, p := range s.Policies {
			r.own = append(r.own, rolePolicy{name: p.Name, document: b.document(p, "role "+s.Name)})
		}
		for _, p := range s.Attached {
			r.attached = append(r.attached, rolePolicy{
				p.Name, either(p.ARN, b.policyARN(p.Name)), either(p.Version, "v1"), b.document(p, "role "+s.Name),
			})
		}
		b.roles = append(b.roles, r)
	}
}

// examplePolicy is what matters here of AWS's example for the service role: it lets a Workspace's interface be
// made only in groups and subnets that carry EMR's tag.
//
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-service-role.html
func (b *builder) examplePolicy() string {
	ec2 := `arn:` + b.partition + `:ec2:*:*:`
	tagged := func(key string) string { return `"Condition":{"StringEquals":{"` + key + `/` + emrTag + `":"true"}}` }
	return `{"Version":"2012-10-17","Statement":[` +
		`{"Sid":"MakeInterfaces","Effect":"Allow","Action":["ec2:CreateNetworkInterface"],"Resource":["` + ec2 +
		`network-interface/*"],` + tagged("aws:RequestTag") + `},` +
		`{"Sid":"InTaggedPlaces","Effect":"Allow","Action":["ec2:CreateNetworkInterface"],"Resource":["` + ec2 +
		`subnet/*","` + ec2 + `security-group/*"],` + tagged("aws:ResourceTag") + `},` +
		`{"Sid":"EditGroups","Effect":"Allow","Action":["ec2:AuthorizeSecurityGroupEgress",` +
		`"ec2:AuthorizeSecurityGroupIngress","ec2:RevokeSecurityGroupEgress","ec2:RevokeSecurityGroupIngress",` +
		`"ec2:DeleteNetworkInterfacePermission"],"Resource":"*",` + tagged("aws:ResourceTag") + `},` +
		`{"Sid":"Look","Effect":"Allow","Action":["ec2:DescribeSecurityGroups","ec2:DescribeNetworkInterfaces",` +
		`"ec2:DescribeTags","ec2:DescribeInstances","ec2:DescribeSubnets","ec2:DescribeVpcs",` +
		`"elasticmapreduce:ListInstances","elasticmapreduce:DescribeCluster","elasticmapreduce:ListSteps"],` +
		`"Resource":"*"}]}`
}

func (b *builder) policyARN(name string) string {
	return "arn:" + b.partition + ":iam::" + b.account + ":policy/" + name
}

// document gives a policy's document as text; one that is no object is a mistake of the script's.
func (b *builder) document(p policyScript, by string) string {
	var o map[string]any
	if err := json.Unmarshal(p.Document, &o); err != nil || o["Statement"] == nil {
		b.wrong("%s: policy %q: document: want an object with a Statement", by, p.Name)
	}
	return string(p.Document)
}
