// Templates says of templates whether a client of Nomad can parse them, as it does before it starts a task. It reads
// {"left": …, "right": …, "text": …} from each line, and answers with a line: empty, or the error.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/hashicorp/consul-template/template"
)

type question struct {
	Left  string `json:"left"`
	Right string `json:"right"`
	Text  string `json:"text"`
}

func main() {
	if err := answer(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func answer(in io.Reader, out io.Writer) error {
	for questions := json.NewDecoder(in); ; {
		var asked question
		if err := questions.Decode(&asked); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		said, err := parsed(asked)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintln(out, strings.ReplaceAll(said, "\n", " ")); err != nil {
			return err
		}
	}
}

// What is parsed is executed at once; a function that is denied ends that before anything else.
func parsed(asked question) (string, error) {
	ends := asked.Left + "plugin" + asked.Right
	made, err := template.NewTemplate(&template.NewTemplateInput{
		Contents:         ends + asked.Text,
		LeftDelim:        asked.Left,
		RightDelim:       asked.Right,
		FunctionDenylist: []string{"plugin"},
	})
	if err != nil {
		return "", err
	}
	_, err = made.Execute(&template.ExecuteInput{Brain: template.NewBrain()})
	switch {
	case err == nil:
		return "", errors.New("a template was executed")
	case strings.HasPrefix(err.Error(), "parse: "):
		return err.Error(), nil
	case strings.Contains(err.Error(), "function is disabled"):
		return "", nil
	default:
		return "", err
	}
}
