package files_test

import (
	"testing"

	"github.com/beamcrop/beamcrop/io/files/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }
