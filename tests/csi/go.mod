module csi

go 1.20

require (
	github.com/container-storage-interface/spec v1.7.0
	google.golang.org/grpc v1.53.0
	google.golang.org/protobuf v1.31.0
)

require (
	github.com/golang/protobuf v1.5.2 // indirect
	golang.org/x/net v0.17.0 // indirect
	golang.org/x/sys v0.13.0 // indirect
	golang.org/x/text v0.13.0 // indirect
	google.golang.org/genproto v0.0.0-20230110181048-76db0878b65f // indirect
)
