package sandbox

import "time"

type serverlessApp struct {
	id, name, release, kind, state, details string
	subnets, groups                         []string
	studio, livy                            bool
	created                                 time.Time
	tags                                    tagMap
}

func (c *restCall) serverlessARN(a *serverlessApp) string {
	return "arn:" + c.partition + ":emr-serverless:" + c.region + ":" + c.account + ":/applications/" + a.id
}

// common is what listing and description have alike, but for the name of the id.
func (c *restCall) common(a *serverlessApp, id string) object {
	out := object{
		id: a.id, "name": a.name, "arn": c.serverlessARN(a), "releaseLabel": a.release, "type": a.kind,
		"state": a.state, "createdAt": epoch(a.created), "updatedAt": epoch(a.created), "architecture": "X86_64",
	}
	if a.details != "" {
		out["stateDetails"] = a.details
	}
	return out
}

func listApplications(c *restCall) (object, error) {
	want, err := c.states("CREATING", "CREATED", "STARTING", "STARTED", "STOPPING", "STOPPED", "TERMINATED")
	if err != nil {
		return nil, err
	}
	var all []*serverlessApp
	for _, a := range c.serverless {
		if contains(want, a.state) {
			all = append(all, a)
		}
	}
	return restPage(c, "applications", all, func(a *serverlessApp) any { return c.common(a, "id") })
}

// getApplication tells an application in full, with its network and whether Studios may use it.
//
// Source: https://docs.aws.amazon.com/emr-serverless/latest/APIReference/API_Application.html
func getApplication(c *restCall) (object, error) {
	a := first(c.serverless, func(a *serverlessApp) bool { return a.id == c.path[0] })
	if a == nil {
		return nil, absentThing("Application %s does not exist", c.path[0])
	}
	out := c.common(a, "applicationId")
	out["tags"] = plainTags(a.tags)
	out["interactiveConfiguration"] = object{"studioEnabled": a.studio, "livyEndpointEnabled": a.livy}
	if len(a.subnets)+len(a.groups) > 0 {
		out["networkConfiguration"] = object{
			"subnetIds": append([]string{}, a.subnets...), "securityGroupIds": append([]string{}, a.groups...),
		}
	}
	return object{"application": out}, nil
}

func (b *builder) makeServerless() {
	for _, s := range b.s.Serverless {
		by := "application " + s.Name
		v := b.vpcCalled(s.VPC, by)
		a := &serverlessApp{
			id: s.ID, name: s.Name, release: s.Release, kind: either(s.Type, "Spark"),
			state: either(s.State, "STARTED"), details: s.Details, studio: s.Studio, livy: s.Livy,
			subnets: b.subnetIDs(s.Subnets, by), groups: each(s.Groups, b.idsOfGroups(v, by)),
			created: b.made(s.Created), tags: tagsOf(s.Tags),
		}
		if a.id == "" {
			a.id = "00" + b.ids.lowercase(14, "application", s.Name)
		}
		b.serverless = append(b.serverless, a)
	}
}
