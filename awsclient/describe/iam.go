package describe

import (
	"bufio"
	"net/url"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
)

func iamSection(key string) section {
	switch key {
	case "Role":
		return section{part: model.PartRoles, scope: single, ours: thingWith("RoleName"), read: (*reader).role}
	case "PolicyDocument":
		return section{part: model.PartRoles, scope: single, read: (*reader).ownPolicy}
	case "PolicyNames":
		return section{part: model.PartRoles, scope: single, ours: isList, read: (*reader).policyNames}
	case "AttachedPolicies":
		ours := listOf("PolicyArn")
		return section{part: model.PartRoles, scope: single, ours: ours, read: (*reader).attachedPolicies}
	case "Policy":
		return section{part: model.PartRoles, scope: single, ours: thingWith("DefaultVersionId"), read: (*reader).policy}
	case "PolicyVersion":
		return section{part: model.PartRoles, scope: single, ours: thingWith("VersionId"), read: (*reader).policyVersion}
	case "ServiceRoles":
		return section{part: model.PartRoles, ours: func(value) bool { return false }, read: (*reader).savedRoles}
	}
	return section{}
}

// role reads what `aws iam get-role` prints.
func (r *reader) role(_, v value) {
	id := r.id(v, "Arn")
	if id == "" {
		return
	}
	r.found.roles[id] = model.IAMRole{
		ARN: id, Name: r.str(v, "RoleName"), Account: arn(id).account,
		Boundary: r.str(r.object(v, "PermissionsBoundary"), "PermissionsBoundaryArn"),
	}
}

// ownPolicy reads what `aws iam get-role-policy` prints.
func (r *reader) ownPolicy(doc, v value) {
	role := r.str(doc, "RoleName")
	if role != "" {
		r.found.own[role] = append(r.found.own[role], policyText{
			name: r.str(doc, "PolicyName"), document: document(v),
		})
	}
}

// policyNames reads what `aws iam list-role-policies` prints, which does not say of which role.
func (r *reader) policyNames(doc, _ value) {
	r.found.owned = append(r.found.owned, nameList{r.file.path, r.texts(doc, "PolicyNames")})
}

// attachedPolicies reads what `aws iam list-attached-role-policies` prints, which does not say of which role.
func (r *reader) attachedPolicies(_, list value) {
	at := nameList{path: r.file.path}
	r.each(list, "PolicyArn", func(v value, id string) {
		at.names = append(at.names, id)
		if _, ok := r.found.policies[id]; !ok {
			r.found.policies[id] = policyOf{name: r.str(v, "PolicyName")}
		}
	})
	r.found.attached = append(r.found.attached, at)
}

// policy reads what `aws iam get-policy` prints.
func (r *reader) policy(_, v value) {
	if id := r.id(v, "Arn"); id != "" {
		r.found.policies[id] = policyOf{r.str(v, "PolicyName"), r.str(v, "DefaultVersionId")}
	}
}

// policyVersion reads what `aws iam get-policy-version` prints, which does not say of which policy.
func (r *reader) policyVersion(_, v value) {
	r.found.versions = append(r.found.versions, policyText{
		path: r.file.path, version: r.str(v, "VersionId"), document: document(v.get("Document")),
	})
}

// document gives a policy's document as text: the cli prints it as the object that it is.
func document(v value) string {
	if v.kind != text {
		return compact(v)
	}
	if plain, err := url.PathUnescape(v.text); err == nil && !strings.HasPrefix(v.text, "{") {
		return plain
	}
	return v.text
}

// compact writes a value as JSON without spaces.
func compact(v value) string {
	var b strings.Builder
	e := encoder{bufio.NewWriter(&b)}
	e.compact(v)
	_ = e.Flush() // a builder takes everything
	return b.String()
}

func (e encoder) compact(v value) {
	switch v.kind {
	case absent, null:
		e.put("null")
	case boolean, number:
		e.put(v.text)
	case text:
		e.text(v.text)
	case array:
		e.put("[")
		for i, x := range v.list {
			if i > 0 {
				e.put(",")
			}
			e.compact(x)
		}
		e.put("]")
	case object:
		e.put("{")
		for i, x := range v.list {
			if i > 0 {
				e.put(",")
			}
			e.text(v.keys[i])
			e.put(":")
			e.compact(x)
		}
		e.put("}")
	}
}

// savedRoles reads the roles of a saved snapshot, which hold all of their policies.
func (r *reader) savedRoles(_, list value) {
	r.each(list, "Arn", func(v value, id string) {
		x := model.IAMRole{
			ARN: id, Name: r.str(v, "RoleName"), Account: r.str(v, "OwnerId"),
			Boundary: r.str(r.object(v, "PermissionsBoundary"), "PermissionsBoundaryArn"),
		}
		for _, p := range r.objects(v, "Policies") {
			x.Policies = append(x.Policies, model.RolePolicy{
				Name: r.str(p, "PolicyName"), ARN: r.str(p, "PolicyArn"), Version: r.str(p, "VersionId"),
				Document: r.str(p, "PolicyDocument"),
			})
		}
		r.found.roles[id] = x
	})
}

// joinRoles puts the policies into their roles, and notes which roles are whole: both lists were there, and every
// policy of them.
func (s *services) joinRoles() {
	for id, role := range s.roles {
		owned, ok := listFor(s.owned, role.Name)
		full := ok
		for _, name := range owned {
			i := slices.IndexFunc(s.own[role.Name], func(p policyText) bool { return p.name == name })
			if i < 0 {
				full = false
				continue
			}
			role.Policies = append(role.Policies, model.RolePolicy{Name: name, Document: s.own[role.Name][i].document})
		}
		attached, ok := listFor(s.attached, role.Name)
		full = full && ok
		for _, arn := range attached {
			p, ok := s.attachedPolicy(arn)
			full = full && ok
			if ok {
				role.Policies = append(role.Policies, p)
			}
		}
		s.roles[id], s.whole[id] = role, full
	}
}

// listFor gives the names of the lists whose file is named for a role, and reports whether there is one.
func listFor(lists []nameList, role string) (names []string, found bool) {
	for _, l := range lists {
		if named(l.path, role) {
			names, found = append(names, l.names...), true
		}
	}
	return names, found
}

// attachedPolicy gives the version of a policy that counts, if its document was there: its file is named for the
// policy.
func (s *services) attachedPolicy(arn string) (model.RolePolicy, bool) {
	of := s.policies[arn]
	for _, v := range s.versions {
		if v.version == of.version && named(v.path, of.name) {
			return model.RolePolicy{Name: of.name, ARN: arn, Version: of.version, Document: v.document}, true
		}
	}
	return model.RolePolicy{}, false
}

// named reports whether a path names something: with no letter or digit before or after it.
func named(path, name string) bool {
	for from := 0; name != ""; {
		i := strings.Index(path[from:], name)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(name)
		if (start == 0 || !partOfName(path[start-1])) && (end == len(path) || !partOfName(path[end])) {
			return true
		}
		from = start + 1
	}
	return false
}

func partOfName(c byte) bool {
	return c == '_' || c == '+' || c == '=' || c == '@' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// markRoles records for each role how much of it is known, and for all together.
func (l *load) markRoles(b *model.Builder) {
	overall := model.Reading{State: model.ReadWhole}
	for id, whole := range l.described.whole {
		r := model.Reading{State: model.ReadWhole}
		if !whole {
			r.State, overall.State = model.ReadPartly, model.ReadPartly
		}
		l.mark(b, scoped{model.PartRoles, id}, r)
	}
	if len(l.described.whole) > 0 {
		l.mark(b, scoped{model.PartRoles, ""}, overall)
	}
}
