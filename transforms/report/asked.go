package report

import (
	"maps"
	"slices"
)

// group is options that belong together.
type group struct {
	Name    string
	Options []option
}

type option struct{ Name, Value string }

// groups are the plan's known options; all others come last.
var groups = []struct {
	name string
	keys []string
}{
	{"Input", []string{"inputs", "input_format", "preset", "url_column", "box_column", "boxes", "caption_column", "captions", "keep", "where"}},
	{"Sample", []string{"sample", "seed"}},
	{"Crop", []string{"margin", "square", "resize", "resize_mode", "exif", "min_size"}},
	{"Output", []string{"encode", "quality", "output_format", "image_encoding", "shard_rows"}},
	{"Download", []string{"max_bytes", "max_pixels", "max_redirects", "allow_private", "allow_weak_tls", "allowed_ports", "respect_opt_out", "respect_robots", "verify_hash"}},
}

// unset says in words what a value means that switches an option off.
var unset = map[option]string{
	{"sample", "0"}:   "all rows",
	{"resize", "0x0"}: "none",
}

func asked(plan map[string]string) []group {
	left := maps.Clone(plan)
	take := func(key string) (option, bool) {
		value, found := left[key]
		delete(left, key)
		if words, known := unset[option{key, value}]; known {
			value = words
		}
		if value == "" {
			value = "none"
		}
		return option{key, value}, found
	}
	var all []group
	add := func(name string, keys []string) {
		g := group{Name: name}
		for _, key := range keys {
			if o, found := take(key); found {
				g.Options = append(g.Options, o)
			}
		}
		if len(g.Options) > 0 {
			all = append(all, g)
		}
	}
	for _, g := range groups {
		add(g.name, g.keys)
	}
	add("Further", slices.Sorted(maps.Keys(left)))
	return all
}
