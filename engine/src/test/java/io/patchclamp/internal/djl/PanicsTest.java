package io.patchclamp.internal.djl;

import java.io.IOException;
import java.util.Map;

import io.patchclamp.internal.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Over each of these the library ends the process: nothing of it reaches the library. */
class PanicsTest {
    private static final String NORMALIZER = "normalizer";

    private static JsonTokenizer with(String place, String part) throws IOException {
        Map<String, Object> root = Json.parseObject(
                "{'version':'1.0','added_tokens':[],'normalizer':null,'pre_tokenizer':null,'post_processor':null,'decoder':null,"
                                .replace('\'', '"')
                        + "'model':{'type':'BPE','vocab':{'a':0,'b':1},'merges':[]}}".replace('\'', '"'),
                "it");
        root.put(place, Json.parse(part.replace('\'', '"'), "its part"));
        return JsonTokenizer.of(root);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "pre_tokenizer | {'type':'FixedLength','length':0} | FixedLength",
                "normalizer | {'type':'Replace','pattern':{'String':''},'content':'x'} | pattern is empty",
                "normalizer | {'type':'Sequence','normalizers':[{'type':'Replace','pattern':{'Regex':''},'content':'x'}]} | empty",
                "decoder | {'type':'Replace','pattern':{'String':''},'content':'x'} | pattern is empty",
                "normalizer | {'type':'Prepend','prepend':''} | Prepend of no text",
                "model | {'type':'BPE','vocab':{'a':0},'merges':[],'continuing_subword_prefix':'##'} | subword_prefix '##'",
                "post_processor | {'type':'TemplateProcessing','single':[{'SpecialToken':{'id':'<s>','type_id':0}},"
                        + "{'Sequence':{'id':'A','type_id':0}}],'pair':[],'special_tokens':{}} | names the token '<s>'",
                "post_processor | {'type':'TemplateProcessing','single':[{'Sequence':{'id':'A','type_id':0}}],'pair':[],"
                        + "'special_tokens':{'q':{'id':'q','ids':[4000000000],'tokens':['q']}}} | has the id 4000000000"
            })
    void whatEndsTheProcessIsRefused(String place, String part, String why) {
        assertThatThrownBy(() -> with(place, part))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why);
    }

    @Test
    void whatOnlyLooksLikeItIsRead() throws IOException {
        String replace = "{'type':'Replace','pattern':{'String':'b'},'content':'a'}";
        assertThat(with(NORMALIZER, replace).encode("ab", false).ids()).containsExactly(0, 0);
        assertThat(with(NORMALIZER, "{'type':'Prepend','prepend':'b'}")
                        .encode("a", false)
                        .ids())
                .containsExactly(1, 0);
        String template = "{'type':'TemplateProcessing','single':[{'SpecialToken':{'id':'b','type_id':0}},"
                + "{'Sequence':{'id':'A','type_id':0}}],'pair':[{'Sequence':{'id':'A','type_id':0}},"
                + "{'Sequence':{'id':'B','type_id':1}}],'special_tokens':{'b':{'id':'b','ids':[1],'tokens':['b']}}}";
        assertThat(with("post_processor", template).encode("a", true).ids()).containsExactly(1, 0);
    }
}
