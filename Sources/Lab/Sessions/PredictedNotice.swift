/// Whom a learner expects to notice.
public enum PredictedNotice: String, Hashable, Sendable, Codable, CaseIterable {
  case client
  case server
  case nobody
}
