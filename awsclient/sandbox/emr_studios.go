package sandbox

import (
	"slices"
	"strings"
	"time"
)

type studio struct {
	id, name, description, auth string
	vpc                         string
	subnets                     []string
	workspace, engine           string
	serviceRole, userRole       string
	location                    string
	created                     time.Time
	tags                        tagMap
}

func (w *world) studioURL(s *studio) string {
	return "https://" + s.id + ".emrstudio-prod." + w.region + ".amazonaws.com"
}

func listStudios(c *emrCall) (object, error) {
	var in struct{ Marker string }
	if err := c.read(&in); err != nil {
		return nil, err
	}
	return paged("Studios", in.Marker, c.studios, func(s *studio) object {
		return object{
			"StudioId": s.id, "Name": s.name, "VpcId": s.vpc, "Description": s.description,
			"Url": c.studioURL(s), "AuthMode": s.auth, "CreationTime": epoch(s.created),
		}
	})
}

// studioFor finds the Studio that the request names.
func (c *emrCall) studioFor() (*studio, error) {
	var in struct{ StudioId string } //nolint:revive // The field's name is the wire's.
	if err := c.read(&in); err != nil {
		return nil, err
	}
	if in.StudioId == "" {
		return nil, invalid("StudioId is a required field.")
	}
	s := first(c.studios, func(s *studio) bool { return s.id == in.StudioId })
	if s == nil {
		return nil, invalid("Studio does not exist.")
	}
	return s, nil
}

func describeStudio(c *emrCall) (object, error) {
	s, err := c.studioFor()
	if err != nil {
		return nil, err
	}
	out := object{
		"StudioId": s.id, "Name": s.name, "Description": s.description, "AuthMode": s.auth,
		"StudioArn": "arn:" + c.partition + ":elasticmapreduce:" + c.region + ":" + c.account + ":studio/" + s.id,
		"VpcId":     s.vpc, "SubnetIds": s.subnets, "ServiceRole": s.serviceRole,
		"WorkspaceSecurityGroupId": s.workspace, "EngineSecurityGroupId": s.engine,
		"Url": c.studioURL(s), "CreationTime": epoch(s.created), "DefaultS3Location": s.location,
		"Tags": emrTags(s.tags),
	}
	if s.userRole != "" {
		out["UserRole"] = s.userRole
	}
	return object{"Studio": out}, nil
}

// studioRequest is CreateStudio's input; the names are the wire's.
//
//nolint:revive // The fields' names are the wire's.
type studioRequest struct {
	Name, Description, AuthMode, VpcId string
	SubnetIds                          []string
	ServiceRole, UserRole              string
	WorkspaceSecurityGroupId           string
	EngineSecurityGroupId              string
	DefaultS3Location                  string
	Tags                               []struct{ Key, Value string }
}

// createStudio makes a Studio of resources that exist and belong together.
//
// Source: https://docs.aws.amazon.com/emr/latest/APIReference/API_CreateStudio.html
func createStudio(c *emrCall) (object, error) {
	var in studioRequest
	if err := c.read(&in); err != nil {
		return nil, err
	}
	if err := c.checkStudio(in); err != nil {
		return nil, err
	}
	tags := tagMap{}
	for _, t := range in.Tags {
		tags[t.Key] = t.Value
	}
	s := &studio{
		id: c.ids.letters("es-", 25, "made", in.Name), name: in.Name, description: in.Description, auth: in.AuthMode,
		vpc: in.VpcId, subnets: in.SubnetIds, workspace: in.WorkspaceSecurityGroupId, engine: in.EngineSecurityGroupId,
		serviceRole: in.ServiceRole, userRole: in.UserRole, location: in.DefaultS3Location, created: c.now(), tags: tags,
	}
	c.studios = append(c.studios, s)
	return object{"StudioId": s.id, "Url": c.studioURL(s)}, nil
}

func (c *emrCall) checkStudio(in studioRequest) error {
	for _, f := range [][2]string{
		{"Name", in.Name},
		{"AuthMode", in.AuthMode},
		{"VpcId", in.VpcId},
		{"ServiceRole", in.ServiceRole},
		{"WorkspaceSecurityGroupId", in.WorkspaceSecurityGroupId},
		{"EngineSecurityGroupId", in.EngineSecurityGroupId},
		{"DefaultS3Location", in.DefaultS3Location},
		{"SubnetIds", strings.Join(in.SubnetIds, ",")},
	} {
		if f[1] == "" {
			return invalid("%s is a required field.", f[0])
		}
	}
	v := c.vpcByID(in.VpcId)
	switch {
	case in.AuthMode != "IAM" && in.AuthMode != "SSO":
		return invalid("AuthMode '%s' is not valid.", in.AuthMode)
	case v == nil:
		return invalid("The vpc ID '%s' does not exist", in.VpcId)
	case len(in.SubnetIds) > 5:
		return invalid("A Studio can have at most 5 subnets.")
	case slices.ContainsFunc(c.studios, func(s *studio) bool { return s.name == in.Name }):
		return invalid("A Studio named '%s' already exists.", in.Name)
	}
	for _, id := range in.SubnetIds {
		if s := first(c.subnets, func(s *subnet) bool { return s.id == id }); s == nil || s.vpc != v {
			return invalid("The subnet '%s' does not exist in VPC '%s'.", id, v.id)
		}
	}
	for _, id := range []string{in.WorkspaceSecurityGroupId, in.EngineSecurityGroupId} {
		if g := c.groupByID[id]; g == nil || g.vpc != v {
			return invalid("The security group '%s' does not exist in VPC '%s'.", id, v.id)
		}
	}
	return nil
}

func deleteStudio(c *emrCall) (object, error) {
	s, err := c.studioFor()
	if err != nil {
		return nil, err
	}
	c.studios = slices.DeleteFunc(c.studios, func(o *studio) bool { return o == s })
	return object{}, nil
}
