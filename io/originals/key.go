package originals

import "crypto/sha256"

// keyBytes is the length of a key.
const keyBytes = 16

// key names a link or a picture in the index: the first half of its SHA-256.
type key [keyBytes]byte

func linkKey(link string) key {
	sum := sha256.Sum256([]byte(link))
	return key(sum[:keyBytes])
}

func pictureKey(body []byte) key {
	sum := sha256.Sum256(body)
	return key(sum[:keyBytes])
}
