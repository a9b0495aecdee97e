package pipeline

import (
	"cmp"

	"github.com/beamcrop/beamcrop/pipeline/option"
	"github.com/beamcrop/beamcrop/transforms/plan"
	"github.com/beamcrop/beamcrop/transforms/report"
)

// asked is the plan as people read it: its options in groups, and last what no
// option is called.
func (o Options) asked(d decided) []report.Group {
	groups := map[string][]report.Option{}
	for _, entry := range o.list(d) {
		name, text := entry.Shown()
		if name == "" {
			continue
		}
		groups[entry.Group] = append(groups[entry.Group], report.Option{Name: name, Value: cmp.Or(text, "none")})
	}
	var all []report.Group
	for _, name := range option.Groups() {
		if len(groups[name]) > 0 {
			all = append(all, report.Group{Name: name, Options: groups[name]})
		}
	}
	return append(all, report.Group{Name: "Further", Options: []report.Option{
		{Name: digestKey, Value: plan.ContentDigest(d.inputs)}, {Name: layoutKey, Value: layoutVersion},
	}})
}
