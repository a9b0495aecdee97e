package spark

import "testing"

func TestCheckWorkers(t *testing.T) {
	for name, c := range map[string]struct {
		environment, parallelism string
		ok                       bool
	}{
		"in this process":  {"LOOPBACK", "-1", true},
		"said":             {"PROCESS", "2", true},
		"unsaid":           {"PROCESS", "-1", false},
		"in containers":    {"DOCKER", "", false},
		"said to be none":  {"PROCESS", "0", false},
		"in small letters": {"loopback", "-1", true},
	} {
		t.Run(name, func(t *testing.T) {
			flags := map[string]string{"environment_type": c.environment, "parallelism": c.parallelism}
			if err := checkWorkers(func(name string) string { return flags[name] }); (err == nil) != c.ok {
				t.Errorf("%v", err)
			}
		})
	}
}
