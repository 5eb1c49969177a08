-- Read by Neovim from 0.11 on where its option `exrc` is set and you trust this file (`:trust`).
vim.lsp.config('rust_analyzer', {
  settings = {
    ['rust-analyzer'] = { check = { overrideCommand = { 'jobwright', 'check', '--clippy' } } },
  },
})
vim.filetype.add({ extension = { nomad = 'hcl' } })
vim.lsp.config('jobwright', {
  cmd = { 'jobwright', 'lsp' },
  filetypes = { 'hcl' },
  root_markers = { '.jobwright.json', '.git' },
})
vim.lsp.enable('jobwright')
