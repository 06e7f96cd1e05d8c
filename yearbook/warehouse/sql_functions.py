"""Functions that a question of the SQL page may call; whatever is not named here is refused, in any version of DuckDB.

They compute from their arguments: none reads a file, a setting or the engine's state, runs SQL that it is handed as data, waits,
or changes anything. Operators and what the parser makes of syntax (LIKE, BETWEEN, [1:2], {'a': 1}) are functions, too.
"""

_OPERATORS = """
+ - * / // % ** ^ & | ~ << >> || @ !__postfix ^@ @> <@ && ->> ~~ !~~ ~~* !~~* ~~~ like_escape ilike_escape not_like_escape
not_ilike_escape xor add subtract multiply divide mod __between
"""
_NUMBERS = """
abs cbrt ceil ceiling degrees even exp factorial fdiv floor fmod gcd greatest greatest_common_divisor isfinite isinf isnan lcm
least least_common_multiple ln log log10 log2 nextafter pi pow power radians round round_even sign signbit sqrt trunc
sin cos tan cot asin acos atan atan2 format_bytes bit_count random
"""
_TEXT = """
ascii bar char_length character_length chr concat concat_ws contains damerau_levenshtein editdist3 ends_with format hamming hash
ilike_escape instr jaccard jaro_similarity jaro_winkler_similarity lcase left left_grapheme length len length_grapheme levenshtein
lower lpad ltrim md5 mismatches nfc_normalize ord overlay position prefix printf regexp_escape regexp_extract regexp_extract_all
regexp_full_match regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table repeat replace reverse right
right_grapheme rpad rtrim sha256 split split_part starts_with str_split str_split_regex string_split string_split_regex
string_to_array strip_accents strlen strpos substr substring substring_grapheme suffix to_base to_hex translate trim ucase unicode
upper url_decode url_encode collate_zh collate_zh_cn icu_sort_key
"""
_TIME = """
age ago century current_date date_add date_diff date_part date_sub date_trunc datediff datepart datesub datetrunc day dayname
dayofmonth dayofweek dayofyear days_in_month decade epoch epoch_ms era get_current_time get_current_timestamp hour isodow isoyear
julian last_day make_date make_time make_timestamp millennium minute month monthname now quarter second strftime strptime
time_bucket to_days to_months to_years to_timestamp today try_strptime week weekday weekofyear year yearweek
"""
_VALUES = """
if nullif switch typeof constant_or_null row struct_pack struct_extract struct_extract_at struct_insert
struct_keys map map_contains map_entries map_extract map_extract_value map_from_entries map_keys map_values cardinality element_at
union_extract union_tag enum_code enum_first enum_last enum_range array_value list_value list_pack
"""
_LISTS = """
aggregate apply array_aggregate array_append array_apply array_cat array_concat array_contains array_distinct array_extract
array_filter array_has array_has_all array_has_any array_indexof array_intersect array_length array_position array_prepend
array_reduce array_reverse array_reverse_sort array_slice array_sort array_to_string array_transform array_unique array_where
array_zip filter flatten list_aggr list_aggregate list_any_value list_append list_apply list_avg list_cat list_concat
list_contains list_count list_distinct list_element list_extract list_filter list_first list_has list_has_all list_has_any
list_histogram list_indexof list_intersect list_last list_max list_median list_min list_mode list_position list_prepend
list_product list_reduce list_resize list_reverse list_reverse_sort list_select list_slice list_sort list_stddev_pop
list_stddev_samp list_string_agg list_sum list_transform list_unique list_var_pop list_var_samp list_where list_zip
generate_series generate_subscripts range reduce unnest
"""
_JSON = """
from_json json json_array json_array_length json_contains json_each json_exists json_extract json_extract_path
json_extract_path_text json_extract_string json_group_array json_group_object json_keys json_merge_patch json_object json_pretty
json_quote json_structure json_transform json_tree json_type json_valid json_value row_to_json to_json
"""
_AGGREGATES = """
any_value approx_count_distinct approx_quantile approx_top_k arbitrary arg_max arg_max_null arg_min arg_min_null argmax argmin
array_agg avg bit_and bit_or bit_xor bool_and bool_or corr count count_if count_star countif covar_pop covar_samp entropy favg
first fsum geomean geometric_mean group_concat histogram kahan_sum kurtosis kurtosis_pop last list listagg
mad max max_by mean median min min_by mode product quantile quantile_cont quantile_disc regr_avgx regr_avgy regr_count
regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy reservoir_quantile sem skewness stddev stddev_pop stddev_samp
string_agg sum sumkahan var_pop var_samp variance wavg weighted_avg
"""
_WINDOWS = "cume_dist dense_rank fill first_value lag last_value lead nth_value ntile percent_rank rank rank_dense row_number"

ALLOWED = frozenset(" ".join((_OPERATORS, _NUMBERS, _TEXT, _TIME, _VALUES, _LISTS, _JSON, _AGGREGATES, _WINDOWS)).split())
