// Command proof checks a journal that was exported by `detente tiles` with code that is not ours:
// golang.org/x/mod/sumdb/note and tlog, which serve Go's own checksum database.
//
// Usage: proof DIR ORIGIN-VKEY COSIGNER-VKEY...
//
// It opens the checkpoint with the log's key and the cosignatures with theirs, reads every tile
// through tlog's own tile reader, proves each entry's inclusion and the consistency of every
// earlier size, checks the proofs in DIR/proofs.json, if any, and prints a line of JSON.
// Exit code 0: all holds. 1: refused, and why.
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/ioutil"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	tileHeight = 8
	cosigType  = 0x04
)

// cosigner verifies tlog-cosignature v1, which the note package leaves to its users.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.hash }

func (c *cosigner) Verify(text, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	time := binary.BigEndian.Uint64(sig[:8])
	message := append([]byte(fmt.Sprintf("cosignature/v1\ntime %d\n", time)), text...)
	return ed25519.Verify(c.key, message, sig[8:])
}

func newCosigner(vkey string) (*cosigner, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("a vkey has three parts")
	}
	data, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(data) != 1+ed25519.PublicKeySize || data[0] != cosigType {
		return nil, errors.New("not an Ed25519 cosigner's vkey")
	}
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), data...))
	hash := binary.BigEndian.Uint32(sum[:4])
	if fmt.Sprintf("%08x", hash) != parts[1] {
		return nil, errors.New("a vkey's id is not its key's")
	}
	return &cosigner{parts[0], hash, ed25519.PublicKey(data[1:])}, nil
}

// files reads tiles from a folder: tlog's own paths, less the height, are those of C2SP tlog-tiles.
type files struct{ dir string }

func (f files) Height() int                      { return tileHeight }
func (f files) SaveTiles([]tlog.Tile, [][]byte)  {}
func (f files) read(path string) ([]byte, error) { return ioutil.ReadFile(filepath.Join(f.dir, path)) }
func (f files) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range tiles {
		data, err := f.read(strings.Replace(tile.Path(), "tile/8/", "tile/", 1))
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

// entries reads all leaves from the entry bundles.
func (f files) entries(size int64) ([][]byte, error) {
	var found [][]byte
	for first := int64(0); first < size; first += 1 << tileHeight {
		width := size - first
		if width > 1<<tileHeight {
			width = 1 << tileHeight
		}
		tile := tlog.Tile{H: tileHeight, L: 0, N: first >> tileHeight, W: int(width)}
		data, err := f.read(strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1))
		if err != nil {
			return nil, err
		}
		for n := int64(0); n < width; n++ {
			if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
				return nil, errors.New("an entry bundle is cut off")
			}
			end := 2 + int(binary.BigEndian.Uint16(data))
			found = append(found, data[2:end])
			data = data[end:]
		}
		if len(data) != 0 {
			return nil, errors.New("an entry bundle is too long")
		}
	}
	return found, nil
}

// head opens the checkpoint: every line by a known key must verify, the log's own must be there.
func head(data []byte, logKey string, cosigners []string) (tlog.Tree, []string, error) {
	var tree tlog.Tree
	log, err := note.NewVerifier(logKey)
	if err != nil {
		return tree, nil, err
	}
	known := []note.Verifier{log}
	for _, vkey := range cosigners {
		one, err := newCosigner(vkey)
		if err != nil {
			return tree, nil, err
		}
		known = append(known, one)
	}
	opened, err := note.Open(data, note.VerifierList(known...))
	if err != nil {
		return tree, nil, err
	}
	var names []string
	for _, sig := range opened.Sigs {
		names = append(names, sig.Name)
	}
	lines := strings.SplitN(opened.Text, "\n", 4)
	if len(lines) != 4 || lines[0] != log.Name() || lines[3] != "" || names[0] != log.Name() {
		return tree, nil, errors.New("not a checkpoint of this log")
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return tree, nil, err
	}
	tree.Hash, err = tlog.ParseHash(lines[2])
	return tree, names, err
}

func prove(dir string, tree tlog.Tree) (int, error) {
	from := files{dir}
	hashes := tlog.TileHashReader(tree, from)
	leaves, err := from.entries(tree.N)
	if err != nil {
		return 0, err
	}
	proofs := 0
	for n, leaf := range leaves {
		proof, err := tlog.ProveRecord(tree.N, int64(n), hashes)
		if err != nil {
			return 0, err
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, int64(n), tlog.RecordHash(leaf)); err != nil {
			return 0, fmt.Errorf("entry %d: %v", n, err)
		}
		old, err := tlog.TreeHash(int64(n)+1, hashes)
		if err != nil {
			return 0, err
		}
		path, err := tlog.ProveTree(tree.N, int64(n)+1, hashes)
		if err != nil {
			return 0, err
		}
		if err := tlog.CheckTree(path, tree.N, tree.Hash, int64(n)+1, old); err != nil {
			return 0, err
		}
		if n > 0 && tlog.CheckTree(path, tree.N, tree.Hash, int64(n)+1, tree.Hash) == nil && old != tree.Hash {
			return 0, errors.New("a wrong root was taken for an earlier tree")
		}
		proofs += 2
	}
	return proofs, nil
}

// madeElsewhere checks the proofs that another implementation wrote to DIR/proofs.json, when there.
// index < 0: that the first old entries are a prefix of the first new; else that entry index is in.
func madeElsewhere(dir string, tree tlog.Tree) (int, error) {
	data, err := ioutil.ReadFile(filepath.Join(dir, "proofs.json"))
	if os.IsNotExist(err) {
		return 0, nil
	}
	var given []struct {
		Index, Old, New int64
		Hashes          [][]byte
	}
	if err == nil {
		err = json.Unmarshal(data, &given)
	}
	if err != nil {
		return 0, err
	}
	hashes := tlog.TileHashReader(tree, files{dir})
	for _, one := range given {
		var path []tlog.Hash
		for _, step := range one.Hashes {
			var hash tlog.Hash
			if copy(hash[:], step) != len(hash) || len(step) != len(hash) {
				return 0, errors.New("a proof's step is not 32 bytes")
			}
			path = append(path, hash)
		}
		root, err := tlog.TreeHash(one.New, hashes)
		if err != nil {
			return 0, err
		}
		if one.Index >= 0 {
			leaf, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, one.Index)})
			if err != nil {
				return 0, err
			}
			err = tlog.CheckRecord(path, one.New, root, one.Index, leaf[0])
			if err != nil {
				return 0, fmt.Errorf("inclusion of %d in %d: %v", one.Index, one.New, err)
			}
			continue
		}
		old, err := tlog.TreeHash(one.Old, hashes)
		if err != nil {
			return 0, err
		}
		if err := tlog.CheckTree(path, one.New, root, one.Old, old); err != nil {
			return 0, fmt.Errorf("consistency of %d with %d: %v", one.New, one.Old, err)
		}
	}
	return len(given), nil
}

func run(args []string) (map[string]interface{}, error) {
	if len(args) < 2 {
		return nil, errors.New("usage: proof DIR ORIGIN-VKEY COSIGNER-VKEY...")
	}
	data, err := ioutil.ReadFile(filepath.Join(args[0], "checkpoint"))
	if err != nil {
		return nil, err
	}
	tree, names, err := head(data, args[1], args[2:])
	if err != nil {
		return nil, err
	}
	proofs, err := prove(args[0], tree)
	if err != nil {
		return nil, err
	}
	given, err := madeElsewhere(args[0], tree)
	if err != nil {
		return nil, err
	}
	return map[string]interface{}{
		"size": tree.N, "signed": names, "proofs": proofs, "given": given,
	}, nil
}

func main() {
	said, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	json.NewEncoder(os.Stdout).Encode(said)
}
