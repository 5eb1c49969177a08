// Reflect prints what Nomad's own Go package says of the jobspec, as JSON: each block that HCL can reach, with its
// fields by name, type and key in the API.
//
//	cd schema/reflect && go run .
//
// `cargo xtask facts` runs it and writes schema/jobspec.json. The package is github.com/hashicorp/nomad/api, which is under
// MPL-2.0 in all its versions; Nomad itself is not built.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"reflect"
	"runtime/debug"
	"strings"
	"time"

	"github.com/hashicorp/nomad/api"
)

const apiPackage = "github.com/hashicorp/nomad/api"

// fact is what is known of one field. The keys are in alphabetical order, as in schema/jobspec.json.
type fact struct {
	Attribute bool    `json:"attribute,omitempty"`
	JSON      string  `json:"json"`
	Kind      string  `json:"kind,omitempty"`
	Name      *string `json:"name"`
	Pointer   bool    `json:"pointer,omitempty"`
	Required  bool    `json:"required,omitempty"`
	Type      string  `json:"type"`
}

// attributeForm has the blocks of free keys that Nomad's parser takes as an attribute, too: no tag says so.
var attributeForm = map[string]bool{"Job.Meta": true, "TaskGroup.Meta": true, "Task.Meta": true, "Task.Env": true}

// decoderOnly has what Nomad's parser takes in a block by code of its own: no tag says so.
var decoderOnly = map[string][]string{
	"Affinity": {"regexp", "semver", "set_contains", "set_contains_all", "set_contains_any", "version"},
	"Constraint": {
		"distinct_hosts", "distinct_property", "is_not_set", "is_set", "regexp", "semver", "set_contains",
		"set_contains_all", "set_contains_any", "version",
	},
	"Job":       {"secret", "task", "vault"},
	"Task":      {"scaling"},
	"TaskGroup": {"secret", "vault"},
}

var duration = reflect.TypeFor[time.Duration]()

func main() {
	blocks := map[string][]fact{}
	open := []reflect.Type{reflect.TypeFor[api.Job]()}
	for len(open) > 0 {
		block := open[0]
		open = open[1:]
		if _, seen := blocks[block.Name()]; seen {
			continue
		}
		facts := []fact{}
		for _, field := range reflect.VisibleFields(block) {
			if !field.IsExported() {
				continue
			}
			one, inner := factOf(block.Name(), field)
			if one.JSON == "-" {
				continue
			}
			facts = append(facts, one)
			// What a server alone sets is no part of the jobspec, nor is what lies in it.
			if inner != nil && one.Name != nil {
				open = append(open, inner)
			}
		}
		blocks[block.Name()] = facts
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(map[string]any{"api": version(), "blocks": blocks, "decoder_only": decoderOnly})
	if err != nil {
		log.Fatal(err)
	}
}

// version is that of the API package which this program was built with.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		log.Fatal("the program was built without its modules")
	}
	for _, module := range info.Deps {
		if module.Path == apiPackage {
			return module.Version
		}
	}
	log.Fatalf("the program was built without %s", apiPackage)
	return ""
}

func factOf(block string, field reflect.StructField) (fact, reflect.Type) {
	found := fact{JSON: field.Name, Pointer: field.Type.Kind() == reflect.Pointer}
	if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name != "" {
		found.JSON = name
	}
	tag, kind, hasKind := strings.Cut(field.Tag.Get("hcl"), ",")
	isBlock := false
	if tag != "" || hasKind {
		found.Name = &tag
		found.Attribute = attributeForm[block+"."+field.Name]
		switch {
		case kind == "label":
			found.Kind, found.Required = "label", true
		case kind == "block":
			isBlock, found.Required = true, field.Type.Kind() == reflect.Struct
		case !hasKind || kind == "attr":
			found.Required = !found.Pointer
		case kind != "optional":
			log.Fatalf("%s.%s has the unknown tag `%s`", block, field.Name, field.Tag)
		}
	}
	var inner reflect.Type
	found.Type, inner = typeOf(field.Type, isBlock)
	return found, inner
}

// typeOf says a type in the words of schema/jobspec.json, and which struct lies in it.
func typeOf(of reflect.Type, isBlock bool) (string, reflect.Type) {
	if of == duration {
		return "duration", nil
	}
	switch of.Kind() {
	case reflect.Pointer:
		return typeOf(of.Elem(), isBlock)
	case reflect.String, reflect.Bool:
		return of.Kind().String(), nil
	case reflect.Int, reflect.Int64:
		// As wide wherever Nomad runs.
		return "int", nil
	case reflect.Int8, reflect.Int16, reflect.Int32,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return of.Kind().String(), nil
	case reflect.Float32, reflect.Float64:
		return "number", nil
	case reflect.Interface:
		return "any", nil
	case reflect.Struct:
		return "block " + of.Name(), of
	case reflect.Slice:
		return listOf(of)
	case reflect.Map:
		return mapOf(of, isBlock)
	default:
		log.Fatalf("a field has the unknown type %s", of)
		return "", nil
	}
}

func listOf(of reflect.Type) (string, reflect.Type) {
	if of.Elem().Kind() == reflect.Uint8 {
		return "bytes", nil
	}
	element, inner := typeOf(of.Elem(), false)
	if inner != nil {
		return "blocks " + inner.Name(), inner
	}
	return "list of " + element, nil
}

func mapOf(of reflect.Type, isBlock bool) (string, reflect.Type) {
	element, inner := typeOf(of.Elem(), false)
	switch {
	case inner != nil:
		return "keyed blocks " + inner.Name(), inner
	case isBlock:
		return fmt.Sprintf("block of %s", element), nil
	default:
		return "map of " + element, nil
	}
}
