job "minecraft" {
  datacenters = ["cellar"]
  group "world" {
    network { port "game" { static = 25565 } }
    task "java" {
      driver = "java"
      artifact { source = "https://piston-data.example.org/server.jar" }
      config {
        jar_path = "local/server.jar"
        jvm_options = ["-Xmx2048m", "-Xms1024m"]
        args = ["nogui"]
      }
      template {
        data = "eula=true"
        destination = "eula.txt"
      }
      shutdown_delay = "10s"
      kill_timeout = "45s"
      resources {
        cpu = 2000
        memory = 3072
        network { mbits = 20 }
      }
    }
  }
}
