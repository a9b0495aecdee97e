package testweb

// Gallery returns n small pictures to look at, 320 to 640 pixels wide, of
// varied shapes, lights and people.
func Gallery(n int) []Picture {
	sizes := [][2]int{{640, 480}, {480, 480}, {400, 500}, {512, 384}, {320, 400}, {640, 427}, {360, 480}, {320, 320}}
	pictures := make([]Picture, n)
	for i := range pictures {
		size := sizes[i%len(sizes)]
		pictures[i] = Picture{ID: uint64(i + 1), Width: size[0], Height: size[1], Quality: 90}.withDefaults()
	}
	return pictures
}
