package summarize

import (
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/graph"
)

// The stage that writes must have an output that another stage takes in, or Prism
// waits for it in a busy loop.
func TestWritingHasOutput(t *testing.T) {
	p, s := beam.NewPipelineWithRoot()
	Output(s, Options{}, beam.Create(s, 1))
	edges, _, err := p.Build()
	if err != nil {
		t.Fatal(err)
	}
	taken := map[int]graph.Opcode{} // by node: what takes it in
	for _, e := range edges {
		for _, in := range e.Input {
			taken[in.From.ID()] = e.Op
		}
	}
	for _, e := range edges {
		if e.Op != graph.ParDo || e.DoFn.Recv == nil {
			continue
		}
		if _, writes := e.DoFn.Recv.(*outputFn); !writes {
			continue
		}
		if len(e.Output) != 1 || taken[e.Output[0].To.ID()] != graph.Reshuffle {
			t.Fatalf("%v is not reshuffled", e)
		}
		return
	}
	t.Fatal("no step writes")
}
