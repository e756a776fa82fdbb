// The words of SQL that a hunt may use. What is in none of these lists is refused: nothing has to be thought of that
// must be forbidden.

/** Columns that are shown, by table. `tenant` and `site` are fixed by the question, and not among them. */
export const tables: Readonly<Record<string, readonly string[]>> = {
  activity: [
    'at',
    'last',
    'client',
    'client_ip',
    'client_mac',
    'server',
    'server_ip',
    'server_mac',
    'protocol',
    'port',
    'verb',
    'function',
    'function_name',
    'object',
    'outcome',
    'refusal',
    'value',
    'text',
    'count',
    'bytes',
    'latency',
    'sensor',
    'frame',
  ],
  activity_minute: ['minute', 'protocol', 'verb', 'rows', 'operations', 'bytes'],
  point_values: ['asset', 'object', 'at', 'last', 'min', 'max', 'written'],
}

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Upper case. SETTINGS, FORMAT, INTO, GLOBAL, FINAL, SAMPLE and ARRAY are not among them. */
export const keywords = words(`
  SELECT DISTINCT FROM WHERE PREWHERE GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET WITH AS AND OR NOT IN BETWEEN LIKE ILIKE
  IS NULL CASE WHEN THEN ELSE END JOIN INNER LEFT RIGHT FULL OUTER SEMI ANTI ANY ALL ON USING UNION INTERSECT EXCEPT
  INTERVAL SECOND MINUTE HOUR DAY WEEK MONTH YEAR OVER PARTITION ROWS RANGE UNBOUNDED PRECEDING FOLLOWING CURRENT ROW
  NULLS FIRST LAST TRUE FALSE TOTALS EXISTS`)

/** Scalar and aggregate functions without reach: no files, no network, no tables, no settings, no sleep. */
export const functions = words(`
  count countIf sum sumIf avg avgIf min minIf max maxIf any anyLast argMin argMax uniq uniqExact uniqIf uniqExactIf median
  quantile quantileExact quantiles stddevPop stddevSamp varPop varSamp corr groupArray groupUniqArray groupArraySorted topK
  first_value last_value row_number rank dense_rank lag lead lagInFrame leadInFrame
  abs round floor ceil intDiv modulo sqrt exp log log2 log10 pow sign greatest least if multiIf ifNull nullIf coalesce isNull
  isNotNull isNaN isFinite assumeNotNull toNullable
  lower upper length empty notEmpty concat substring position positionCaseInsensitive startsWith endsWith trim replaceOne
  replaceAll splitByChar splitByString match extract extractAll like ilike countSubstrings reverse leftPad rightPad hex
  format toString toStringCutToZero toInt8 toInt16 toInt32 toInt64 toUInt8 toUInt16 toUInt32 toUInt64 toFloat32 toFloat64
  toFloat64OrNull toInt64OrNull toUInt64OrNull toDate toDateTime toDateTime64 toYear toMonth toDayOfWeek toDayOfMonth toHour
  toMinute toSecond toStartOfHour toStartOfDay toStartOfMinute toStartOfFiveMinutes toStartOfFifteenMinutes toStartOfWeek
  toStartOfMonth toStartOfInterval toUnixTimestamp toUnixTimestamp64Micro fromUnixTimestamp64Micro dateDiff date_diff
  formatDateTime toIntervalSecond toIntervalMinute toIntervalHour toIntervalDay now today yesterday
  IPv4StringToNum IPv4NumToString isIPAddressInRange toIPv4OrNull toIPv6OrNull
  tuple array arrayJoin arraySort arrayReverseSort arrayDistinct arrayElement arrayFilter arrayMap arrayExists arrayCount
  arraySum arrayStringConcat arraySlice arrayEnumerate has hasAny hasAll indexOf arrayDifference neighbor`)

/** Names that could be read as those of a database. */
export const reserved = words(
  'nautilus system default information_schema INFORMATION_SCHEMA _temporary_and_external_tables',
)
