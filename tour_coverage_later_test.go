package main

import (
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui/tour"
)

// laterPlantings are those of chapter 3 and after.
func laterPlantings() []planting {
	const editor, livy = "ElasticMapReduceEditors-Editor", "ElasticMapReduceEditors-Livy"
	return []planting{
		{"E3", "own-groups", clusterOf("depots-live", func(_ tour.World, c *model.Cluster) { c.ManagedPrimary = "" })},
		{"E4", "no-egress", rules("-core:grid-load ingress tcp 0-65535 from sg:primary:grid-load")},
		{"E2", "additional", clusterOf("ledgers", func(_ tour.World, c *model.Cluster) { c.AdditionalPrimary = nil })},
		{"E5", "additional", rules("+audit-access ingress tcp 8443 from sg:ElasticMapReduce-ServiceAccess")},
		{"E6", "additional", rules("-audit-access ingress tcp 22 from sg:bastion")},
		{"E7", "both-releases", rules("-service:matches-7 ingress tcp 9443 from sg:primary:matches-7")},
		{"S4", "one-too-many", clusterOf("recipes", func(_ tour.World, c *model.Cluster) { c.AdditionalPrimary = nil })},

		{"S3", "git-blocked", rules("-workspace:player-insights egress tcp 443 to 0.0.0.0/0")},
		{"S15", "git-blocked", rules(
			"-workspace:player-insights egress tcp 443 to 0.0.0.0/0", "+workspace:player-insights egress tcp 443 to 10.0.0.0/8")},
		{"S9", "without-git", rules("+workspace:member-data egress tcp 443 to 0.0.0.0/0")},
		{"S15", "public-subnet", rules("-workspace:students egress tcp 443 to 0.0.0.0/0")},
		{"S6", "untagged", rules("-engine:risk-models ingress tcp 18888 from sg:workspace:risk-models")},
		{"S12", "deleted-group", studioOf("baskets", func(w tour.World, st *model.Studio) { st.Engine = w.Group("bastion").ID })},

		{"S11", "on-eks", built(func(w tour.World, b *model.Builder) {
			for v := range w.Snapshot().VirtualClusters() {
				v.VPC = "vpc-0000000000elsewhere"
				b.AddVirtualCluster(v)
			}
		})},

		{"E13", "debug-rule", rules("+engine:audience ingress tcp 8088 from 0.0.0.0/0")},
		{"E12", "debug-rule", rules("+engine:audience ingress tcp 22 from 10.0.0.0/8")},
		{"S8", "debug-rule", rules("-engine:audience ingress tcp 18888 from sg:workspace:audience")},
		{"E13", "old-ssh", rules("+primary:variants ingress tcp 22 from 0.0.0.0/0")},
		{"E12", "old-ssh", rules("-primary:variants ingress tcp 22 from 198.51.100.0/24")},
		{"E14", "public-page", rules("+emr-pages ingress tcp 8088 from 0.0.0.0/0")},
		{"E12", "public-page", rules("-emr-pages ingress tcp 8088 from 198.51.100.0/24")},
		{"E15", "public-page", built(func(_ tour.World, b *model.Builder) {
			b.Mark(model.PartPublicAccess, "", model.Reading{State: model.ReadFailed})
		})},
		{"S6", "engine-primary", rules("-engine:genomes ingress tcp 18888 from sg:workspace:genomes")},
		{"E7", "engine-primary", rules("-engine:genomes ingress tcp 0-65535 from sg:core:assembly")},
		{"E9", "stack-owned", rules("-engine:bookings ingress tcp 18888 from sg:workspace:bookings")},
		{"S8", "stack-owned", rules(
			"-engine:bookings ingress tcp 18888 from sg:workspace:bookings", "+engine:bookings ingress tcp 18888 from sg:bastion")},
		{"S7", "shared-workspace", rules("-intranet ingress tcp 8080 from 10.40.0.0/16")},

		{"N1", "pages-mistake", rules("+" + editor + " ingress tcp 18888 from sg:" + livy)},
		{"N2", "pages-mistake", rules("-"+editor+" egress tcp 18888 to sg:"+livy, "+"+editor+" egress tcp 8998 to sg:"+livy)},
		{"N5", "pages-mistake", rules("-"+livy+" ingress tcp 18888 from sg:"+editor, "+"+livy+" ingress tcp 18888 from self")},
		{"N6", "pages-mistake", rules("-" + editor + " egress tcp 18888 to sg:" + livy)},
		{"N4", "whose-cluster", built(func(w tour.World, b *model.Builder) {
			for _, i := range w.Snapshot().InterfacesOf(w.Group(livy).ID) {
				i.Groups = []string{w.Group("primary:census").ID}
				b.AddInterface(i)
			}
		})},
		{"N3", "whose-cluster", rules("+primary:payroll ingress tcp 18888 from sg:"+editor, "+"+editor+" egress all to 0.0.0.0/0")},

		{"S1", "rules-fine", rules("-engine:ore-models ingress tcp 18888 from sg:workspace:ore-models")},
		{"S1", "the-reply", rules("-engine:timetables ingress tcp 18888 from sg:workspace:timetables")},
	}
}

// clusterOf plants a cluster that is not as it was.
func clusterOf(name string, change func(tour.World, *model.Cluster)) func(*testing.T, tour.World) model.Snapshot {
	return built(func(w tour.World, b *model.Builder) {
		c := w.Cluster(name)
		change(w, &c)
		b.AddCluster(c)
	})
}

// studioOf plants a Studio that is not as it was.
func studioOf(name string, change func(tour.World, *model.Studio)) func(*testing.T, tour.World) model.Snapshot {
	return built(func(w tour.World, b *model.Builder) {
		st := w.Studio(name)
		change(w, &st)
		b.AddStudio(st)
	})
}

// untaught gives the statements that no lesson teaches.
func untaught() []string { return nil }
