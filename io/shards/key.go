package shards

import (
	"fmt"
	"strconv"
)

// Key returns the name of a record of a run: the shard's number and the row's
// place among the rows of its shard, the failed ones counted too, so that it is
// the same whatever became of its neighbours. "000010012" is row 12 of shard 1.
//
// The shard has five digits or as many as Name gives it, the row has four or as
// many as shardRows, the most rows of any shard, needs. So keys are unique, and
// they sort as the rows do.
func Key(shard, shards, shardRows, row int) string {
	const minRowDigits = 4
	rowDigits := max(minRowDigits, len(strconv.Itoa(shardRows-1)))
	return fmt.Sprintf("%0*d%0*d", shardDigits(shards), shard, rowDigits, row)
}
