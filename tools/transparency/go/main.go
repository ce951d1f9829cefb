// Checks a running log of Ecou with the code of Go's checksum database (golang.org/x/mod/sumdb), which knows nothing of Ecou:
// signed notes, the tree in its tiles, proofs of inclusion and consistency.
//
//	go run main.go <url of the log> <key of checkpoints> <key of promises> <file with a promise> <older size> <older root, base64>
package main

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func get(url string) []byte {
	response, err := http.Get(url)
	must(err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	must(err)
	if response.StatusCode != 200 {
		log.Fatalf("%s: %d", url, response.StatusCode)
	}
	return body
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func open(signed []byte, key string) string {
	verifier, err := note.NewVerifier(key)
	must(err)
	opened, err := note.Open(signed, note.VerifierList(verifier))
	must(err)
	return opened.Text
}

type tiles struct {
	url  string
	read map[string][]byte
}

func (tiles) Height() int                             { return 8 }
func (tiles) SaveTiles(tiles []tlog.Tile, _ [][]byte) {}
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		// C2SP tlog-tiles leaves the height out.
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		if t.read[path] == nil {
			t.read[path] = get(t.url + "/" + path)
		}
		all = append(all, t.read[path])
	}
	return all, nil
}

func hashes(texts []string) []tlog.Hash {
	var all []tlog.Hash
	for _, text := range texts {
		var hash tlog.Hash
		bytes, err := hex.DecodeString(text)
		must(err)
		copy(hash[:], bytes)
		all = append(all, hash)
	}
	return all
}

func main() {
	url, checkpointKey, promiseKey := os.Args[1], os.Args[2], os.Args[3]
	promise, err := os.ReadFile(os.Args[4])
	must(err)
	lines := strings.Split(open(promise, promiseKey), "\n")
	fmt.Println("promise", lines[0])

	lines = strings.Split(open(get(url+"/checkpoint"), checkpointKey), "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(lines[2])
	must(err)
	fmt.Println("checkpoint", size)

	// The reader refuses tiles that do not lead to the root.
	reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, tiles{url, map[string][]byte{}})
	for index := int64(0); index < size; index += 11 {
		leaf, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
		must(err)
		var answer struct{ Hashes []string }
		must(json.Unmarshal(get(fmt.Sprintf("%s/inclusion?index=%d", url, index)), &answer))
		must(tlog.CheckRecord(hashes(answer.Hashes), size, root, index, leaf[0]))
		proof, err := tlog.ProveRecord(size, index, reader)
		must(err)
		must(tlog.CheckRecord(proof, size, root, index, leaf[0]))
	}
	fmt.Println("inclusion", (size+10)/11)

	older, err := strconv.ParseInt(os.Args[5], 10, 64)
	must(err)
	olderRoot, err := tlog.ParseHash(os.Args[6])
	must(err)
	var answer struct{ Hashes []string }
	must(json.Unmarshal(get(fmt.Sprintf("%s/consistency?from=%d&to=%d", url, older, size)), &answer))
	must(tlog.CheckTree(hashes(answer.Hashes), size, root, older, olderRoot))
	fmt.Println("consistency", older, size)
}
