package workplan

import (
	"fmt"
	"testing"
)

// The shares of an array's parts are all shards, each once, and all rows.
func TestSharesAddUp(t *testing.T) {
	for _, c := range []struct{ sampled, size, parts int }{
		{1, 10, 1}, {95, 10, 3}, {100, 10, 8}, {30, 10, 8}, {101, 1, 100},
	} {
		t.Run(fmt.Sprintf("%d rows by %d in %d", c.sampled, c.size, c.parts), func(t *testing.T) {
			var rows int64
			owners := make([]int, Count(int64(c.sampled), c.size))
			for part := 1; part <= c.parts; part++ {
				share := Share{Part: part, Of: c.parts}
				rows += share.Rows(int64(c.sampled), c.size)
				for shard := range owners {
					if share.Owns(shard) {
						owners[shard]++
					}
				}
			}
			for shard, n := range owners {
				if n != 1 {
					t.Errorf("shard %d is in %d shares", shard, n)
				}
			}
			if rows != int64(c.sampled) {
				t.Errorf("the shares have %d rows, want %d", rows, c.sampled)
			}
		})
	}
}

// Rotate leaves no shard out, and has parts begin at different ones.
func TestRotate(t *testing.T) {
	shards := make([]Shard, 8)
	for i := range shards {
		shards[len(shards)-1-i].Number = i
	}
	first := map[int]bool{}
	for part := 1; part <= 4; part++ {
		rotated := Share{Part: part, Of: 4}.Rotate(shards)
		seen := map[int]bool{}
		for _, s := range rotated {
			seen[s.Number] = true
		}
		if len(seen) != len(shards) {
			t.Errorf("part %d has %d shards, want %d", part, len(seen), len(shards))
		}
		first[rotated[0].Number] = true
	}
	if len(first) != 4 {
		t.Errorf("4 parts begin at %d shards", len(first))
	}
}
