package sandbox

import (
	"fmt"
	"maps"
	"strings"
	"time"
)

// emrTag is the tag that EMR's managed policies ask for, and that EMR hands on to what it makes.
//
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-managed-iam-policies.html
const emrTag = "for-use-with-amazon-emr-managed-policies"

func (b *builder) makeStudios() {
	for _, s := range b.s.Studios {
		by := "Studio " + s.Name
		v := b.vpcCalled(s.VPC, by)
		t := &studio{
			id: s.ID, name: s.Name, description: s.Description, auth: s.Auth, vpc: v.id,
			workspace: b.studioGroup(v, s.Workspace, by), engine: b.studioGroup(v, s.Engine, by),
			serviceRole: b.role(s.ServiceRole), userRole: b.role(s.UserRole), location: s.Location,
			created: b.at(s.Created), tags: tagsOf(s.Tags),
		}
		if t.id == "" {
			t.id = b.ids.letters("es-", 25, s.Name)
		}
		if t.auth == "" {
			t.auth = "IAM"
		}
		for _, n := range s.Subnets {
			t.subnets = append(t.subnets, b.subnetCalled(n, by).id)
		}
		b.studios = append(b.studios, t)
	}
}

// studioGroup is a group's id. A Studio keeps the id of a group that was deleted, so any well-formed one will do.
func (b *builder) studioGroup(v *vpc, name, by string) string {
	if wellFormed("sg", name) {
		return name
	}
	return b.groupCalled(v, name, by).id
}

func (b *builder) role(name string) string {
	if name == "" || strings.HasPrefix(name, "arn:") {
		return name
	}
	return "arn:" + b.partition + ":iam::" + b.account + ":role/" + name
}

func (b *builder) makeClusters() {
	for _, s := range b.s.Clusters {
		by := "cluster " + s.Name
		n := b.subnetCalled(s.Subnet, by)
		id := func(name string) string {
			if name == "" {
				return ""
			}
			return b.studioGroup(n.vpc, name, by)
		}
		k := &cluster{
			id: s.ID, name: s.Name, release: s.Release, state: s.State, reason: s.Reason, message: s.Message,
			apps: s.Apps, subnet: n, master: id(s.Master), slave: id(s.Slave), access: id(s.ServiceAccess),
			moreMaster: each(s.MoreMaster, id), moreSlave: each(s.MoreSlave, id), profile: s.Profile, key: s.Key,
			role: b.role(s.Role), security: s.Security, realm: s.Realm, created: b.at(s.Created), ready: b.at(s.Ready),
			ended: b.at(s.Ended), tags: tagsOf(s.Tags),
		}
		if k.ready.IsZero() && (k.state == "RUNNING" || k.state == "WAITING") {
			k.ready = k.created.Add(6 * time.Minute)
		}
		for _, e := range s.Errors {
			k.details = append(k.details, clusterError{e.Code, e.Message, e.Data})
		}
		if k.id == "" {
			k.id = b.ids.letters("j-", 13, s.Name)
		}
		b.addNodes(k, s)
		b.clusters = append(b.clusters, k)
	}
}

// addNodes makes the cluster's instances, with the groups and tags that EMR gives them.
func (b *builder) addNodes(k *cluster, s clusterScript) {
	for _, role := range []struct {
		name   string
		count  int
		groups []string
	}{
		{"MASTER", max(1, s.Primaries), append(append([]string{s.Master}, s.MoreMaster...), s.Attached...)},
		{"CORE", s.Core, append([]string{s.Slave}, s.MoreSlave...)},
		{"TASK", s.Task, append([]string{s.Slave}, s.MoreSlave...)},
	} {
		group := b.ids.letters("ig-", 13, k.id, role.name)
		for i := range role.count {
			name := fmt.Sprintf("%s/%s-%d", s.Name, strings.ToLower(role.name), i+1)
			in := instanceScript{
				Name: name, Type: s.Type, Subnet: s.Subnet, Groups: role.groups, Profile: s.Profile, Key: s.Key,
				Tags: tagMap{
					"aws:elasticmapreduce:instance-group-role": role.name,
					"aws:elasticmapreduce:job-flow-id":         k.id,
					emrTag:                                     "true",
				},
			}
			if !k.live() {
				in.State = "terminated"
			}
			maps.Copy(in.Tags, k.tags)
			m := b.addInstance(in)
			m.launched = k.created
			if m.primary != nil {
				m.primary.tags = tagMap{emrTag: "true"}
			}
			k.nodes = append(k.nodes, &node{
				id: b.ids.letters("ci-", 13, name), role: role.name, machine: m,
				instanceGroup: group,
			})
		}
	}
}
