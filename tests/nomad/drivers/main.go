// Drivers says of configurations of tasks whether the driver's schema takes them, as a client of Nomad asks before it starts a
// task. It reads {"driver": …, "config": {…}} from each line, and answers with a line: empty, or the error.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/nomad/drivers/docker"
	"github.com/hashicorp/nomad/drivers/exec"
	"github.com/hashicorp/nomad/drivers/java"
	"github.com/hashicorp/nomad/drivers/qemu"
	"github.com/hashicorp/nomad/drivers/rawexec"
	"github.com/hashicorp/nomad/helper/pluginutils/hclspecutils"
	"github.com/hashicorp/nomad/helper/pluginutils/hclutils"
	"github.com/hashicorp/nomad/plugins/drivers"
)

type question struct {
	Driver string         `json:"driver"`
	Config map[string]any `json:"config"`
}

func main() {
	if err := answer(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func answer(in io.Reader, out io.Writer) error {
	ctx, logger := context.Background(), hclog.NewNullLogger()
	known := map[string]drivers.DriverPlugin{
		"docker":   docker.NewDockerDriver(ctx, logger),
		"exec":     exec.NewExecDriver(ctx, logger),
		"java":     java.NewDriver(ctx, logger),
		"qemu":     qemu.NewQemuDriver(ctx, logger),
		"raw_exec": rawexec.NewRawExecDriver(ctx, logger),
	}
	for questions := json.NewDecoder(in); ; {
		var asked question
		if err := questions.Decode(&asked); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		driver, ok := known[asked.Driver]
		if !ok {
			return fmt.Errorf("no driver %q", asked.Driver)
		}
		schema, err := driver.TaskConfigSchema()
		if err != nil {
			return err
		}
		spec, diagnostics := hclspecutils.Convert(schema)
		if diagnostics.HasErrors() {
			return diagnostics
		}
		_, diagnostics, _ = hclutils.ParseHclInterface(asked.Config, spec, nil)
		said := ""
		if diagnostics.HasErrors() {
			said = strings.ReplaceAll(diagnostics.Error(), "\n", " ")
		}
		if _, err := fmt.Fprintln(out, said); err != nil {
			return err
		}
	}
}
