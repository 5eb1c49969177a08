module traefik

go 1.26

require github.com/traefik/traefik/v3 v3.4.4
