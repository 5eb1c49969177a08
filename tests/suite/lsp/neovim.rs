//! Neovim itself, without a screen: it starts the server, shows what that finds, and formats.

use std::fs;
use std::process::Command;

use crate::support::skip::{self, Needed};
use crate::support::{Tested, program};

const NEOVIM: Needed = Needed {
    program: "neovim",
    required_by: "JOBWRIGHT_REQUIRE_NEOVIM",
    help: "install Neovim 0.7 or newer, or set JOBWRIGHT_NEOVIM",
};

/// What Neovim is to do: the API that 0.7 has, and newer ones still.
const SCRIPT: &str = r#"
local buffer = vim.api.nvim_get_current_buf()
local id = vim.lsp.start_client({
  name = 'jobwright',
  cmd = { vim.env.JOBWRIGHT, 'lsp' },
  root_dir = vim.fn.getcwd(),
})
vim.lsp.buf_attach_client(buffer, id)
local function lines() return vim.api.nvim_buf_get_lines(buffer, 0, -1, false) end
local function say(words) io.stdout:write(words .. '\n') end
local function wait(what, done)
  if not vim.wait(20000, done, 20) then say('no ' .. what); vim.cmd('cquit') end
end
local function shown(message)
  return function()
    for _, one in ipairs(vim.diagnostic.get(buffer)) do
      if one.message:find(message, 1, true) then return true end
    end
    return false
  end
end
wait('mistake', shown('unknown attribute `cuont` in `group`'))
for _, one in ipairs(vim.diagnostic.get(buffer)) do
  say(string.format('%d:%d %s %s', one.lnum, one.col, one.source, one.message:match('[^\n]*')))
end
vim.api.nvim_buf_set_lines(buffer, 2, 3, false, { '  count=2' })
wait('mending', function() return not shown('cuont')() end)
local params = vim.lsp.util.make_formatting_params({})
local answers = vim.lsp.buf_request_sync(buffer, 'textDocument/formatting', params, 20000)
for _, answer in pairs(answers or {}) do
  vim.lsp.util.apply_text_edits(answer.result or {}, buffer, 'utf-16')
end
vim.cmd('write')
vim.lsp.stop_client(id)
wait('end', function() return #vim.lsp.get_active_clients() == 0 end)
vim.cmd('quitall')
"#;

#[test]
fn neovim_shows_and_formats() -> Tested {
    let found = program("JOBWRIGHT_NEOVIM", "nvim");
    let Some(neovim) = skip::found(found, &NEOVIM, skip::name_of(|| ())) else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("web.nomad.hcl");
    fs::write(&file, "job \"web\" {\n  group \"é𝄞\" {\n  cuont = 2\n  }\n}\n")?;
    fs::write(folder.path().join("script.lua"), SCRIPT)?;
    let mut command = Command::new(neovim);
    command.args(["--headless", "--clean", "-n", "web.nomad.hcl", "-c", "luafile script.lua"]);
    command.current_dir(folder.path()).env("JOBWRIGHT", env!("CARGO_BIN_EXE_jobwright"));
    for variable in ["HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
        command.env(variable, folder.path().join("home"));
    }
    let output = command.output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{errors}");
    assert_eq!(said.trim(), "2:2 jobwright unknown attribute `cuont` in `group`", "{errors}");
    let text = fs::read_to_string(&file)?;
    assert_eq!(text, "job \"web\" {\n  group \"é𝄞\" {\n    count = 2\n  }\n}\n", "{errors}");
    Ok(())
}
