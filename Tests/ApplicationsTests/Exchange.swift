import Applications

/// Two ends that talk to each other with nothing in between.
struct Exchange {
  var client: ApplicationClient
  var server: ApplicationServer
  /// What was written, one element a message.
  private(set) var fromClient: [[UInt8]] = []
  private(set) var fromServer: [[UInt8]] = []

  init(client: ApplicationClient, server: ApplicationServer) {
    self.client = client
    self.server = server
  }

  /// Lets them talk until both are silent.
  ///
  /// - Parameter pieces: cuts what one side writes into what the other side receives at once.
  mutating func run(pieces: ([UInt8]) -> [[UInt8]] = { [$0] }) {
    var toServer = client.start()
    var toClient = server.start()
    while !toServer.isEmpty || !toClient.isEmpty {
      fromClient += toServer
      fromServer += toClient
      let answers = toServer.flatMap(pieces).flatMap { server.receive($0) }
      let replies = toClient.flatMap(pieces).flatMap { client.receive($0) }
      toClient = answers
      toServer = replies
    }
  }
}
